UNWIND $rows AS row
MATCH (j:Judgement {id: row.id})
WHERE j.withdrawn_at IS NULL
SET j.withdrawn_at = $now, j.withdrawn_by = row.by, j.withdrawn_because = row.reason
