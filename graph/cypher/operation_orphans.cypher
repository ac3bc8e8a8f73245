MATCH (n:Operation)
WHERE NOT (n)<-[:DURING]-()
DELETE n
