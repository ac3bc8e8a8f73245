MATCH (b:Batch)
RETURN count(b) AS n, sum(b.rows_done) AS rows, max(b.id) AS last
