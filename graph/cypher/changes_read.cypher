MATCH (c:PersonChange)
RETURN c.content AS content
