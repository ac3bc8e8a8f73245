MATCH (b:Batch)
RETURN b.id AS id, coalesce(b.kind, '') AS kind, coalesce(b.rows_done, 0) AS rows, b.at AS at ORDER BY b.id
