UNWIND $ids AS id
MATCH (j:Judgement {right: id})
WHERE j.withdrawn_at IS NULL AND j.by_model
SET j.withdrawn_at = $now
