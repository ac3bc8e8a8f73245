UNWIND $findings AS finding
MATCH (a:Alert)
WHERE a.finding_id = finding
OPTIONAL MATCH (d:Delivery)-[:TELLS]->(a)
DETACH DELETE d, a
