MATCH (a:Alert)
WHERE a.finding_id = $finding AND a.kind = $kind
RETURN a.content AS content, a.state AS state, a.attempts AS attempts
