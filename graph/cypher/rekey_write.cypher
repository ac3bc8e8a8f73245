UNWIND $rows AS row
MATCH (n)
WHERE elementId(n) = row.node
SET n += row.changed
