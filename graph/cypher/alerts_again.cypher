UNWIND $ids AS id
MATCH (a:Alert {id: id})
SET a.state = 'stored', a.next_at = 0, a.since = a.attempts
