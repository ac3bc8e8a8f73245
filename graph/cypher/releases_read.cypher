MATCH (r:Release)
RETURN r.content AS content ORDER BY r.id
