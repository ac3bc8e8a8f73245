UNWIND $rows AS row
MATCH (a:Alert {id: row.alert_id})
MERGE (d:Delivery {id: row.id})
SET d.at = row.at, d.content = row.content
MERGE (d)-[:TELLS]->(a)
