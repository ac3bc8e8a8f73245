UNWIND $rows AS row
MATCH (p:Person {id: row.person_id})
MATCH (m:Municipality {code: row.municipality})
CREATE (p)-[:STAYED {first_seen: row.first_seen, last_seen: row.last_seen, encounters: row.encounters, run: $run}]->(m)
