UNWIND $ids AS id
MATCH (p:Person {id: id})
WHERE NOT (p)<-[:OF]-()
DETACH DELETE p
