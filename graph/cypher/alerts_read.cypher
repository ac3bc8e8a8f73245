MATCH (a:Alert)
RETURN a.content AS content ORDER BY a.created, a.id
