MATCH (a:Alert)
WHERE a.state IN ['stored', 'retrying'] AND a.recipient IN $recipients AND coalesce(a.next_at, 0) <= $now
OPTIONAL MATCH (f:Finding {id: a.finding_id})
WITH a, f
WHERE a.kind IN $notices OR (
  f IS NOT NULL AND f.withdrawn_at IS NULL AND coalesce(a.created_s, $now) > coalesce(f.rejected_s, 0)
)
RETURN a.content AS content, a.state AS state, a.attempts AS attempts, coalesce(a.since, 0) AS since
ORDER BY a.created, a.id
