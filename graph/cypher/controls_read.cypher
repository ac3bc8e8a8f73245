MATCH (n:Control)
RETURN n.content AS content ORDER BY n.id
