MATCH (c:Case {id: $id})
RETURN c.content AS content
