UNWIND $rows AS row
CREATE (e:Encounter)
SET e = row, e.seen_from = datetime(row.seen_from), e.seen_until = datetime(row.seen_until)
WITH e, row
MATCH (m:Municipality {code: row.municipality})
MATCH (s:Source {id: row.source_id})
MATCH (b:Batch {id: row.batch})
CREATE (e)-[:IN]->(m)
CREATE (e)-[:REPORTED_BY]->(s)
CREATE (e)-[:LOADED_IN]->(b)
