UNWIND $rows AS row
MATCH (p:Person {id: row.person_id})-[s:STAYED]->(m:Municipality {code: $code})
WHERE s.first_seen = row.first_seen AND s.last_seen = row.last_seen AND s.encounters = row.encounters
DELETE s
