MATCH (a:Answer)
RETURN a.content AS content
