MATCH (a:Alert)
RETURN a.content AS content, a.state AS state, a.attempts AS attempts ORDER BY a.created, a.id
