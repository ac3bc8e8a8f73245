MATCH (m:Municipality {code: $code})
UNWIND $rows AS row
MATCH (p:Person {id: row.person_id})
CREATE (p)-[:STAYED {first_seen: row.first_seen, last_seen: row.last_seen, encounters: row.encounters, run: $run}]->(m)
