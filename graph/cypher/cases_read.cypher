MATCH (c:Case)
RETURN c.content AS content ORDER BY c.id
