UNWIND $ids AS id
MATCH (a:Alert {id: id})
RETURN a.content AS content, a.state AS state, a.attempts AS attempts
