MATCH (d:Decision)
RETURN d.content AS content ORDER BY d.at, d.id
