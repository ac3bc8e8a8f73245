MATCH (n:Intervention)
RETURN n.content AS content ORDER BY n.id
