MATCH (t:Tombstone)
WHERE t.done = false
RETURN t.id AS id, t.person_id AS person_id, t.why AS why ORDER BY t.id
