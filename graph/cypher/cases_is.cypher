MATCH (c:Case {id: $id})
WHERE c.mark = $mark
RETURN c.id AS id
