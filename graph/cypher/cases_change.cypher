MATCH (c:Case {id: $row.id})
WHERE coalesce(c.steps, 0) = $before
SET c += $row
