UNWIND $rows AS row
MATCH (a:Alert {id: row.id})
SET a.attempts = row.attempts, a.next_at = row.next_at,
    a.state = CASE WHEN a.state = 'acknowledged' THEN a.state ELSE row.state END
