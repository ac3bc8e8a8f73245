UNWIND $ids AS id
MATCH (a:Alert {id: id})<-[:TELLS]-(d:Delivery)
RETURN d.content AS content
