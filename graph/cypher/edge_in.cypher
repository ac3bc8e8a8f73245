UNWIND $rows AS row
MATCH (e:Encounter {id: row.id})
MATCH (n:Municipality {code: row.to})
CREATE (e)-[:IN]->(n)
