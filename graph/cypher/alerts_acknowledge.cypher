UNWIND $ids AS id
MATCH (a:Alert {id: id})
WHERE a.state <> 'acknowledged'
SET a.state = 'acknowledged', a.acknowledged_at = $now, a.acknowledged_by = $by
