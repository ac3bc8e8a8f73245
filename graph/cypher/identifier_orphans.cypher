UNWIND $ids AS id
MATCH (n:Identifier {id: id})
WHERE NOT (n)<-[:CARRIES]-()
DELETE n
