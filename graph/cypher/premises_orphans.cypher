UNWIND $ids AS id
MATCH (n:Premises {id: id})
WHERE NOT (n)<-[:AT]-()
DELETE n
