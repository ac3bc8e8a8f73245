MATCH (j:Judgement)
WHERE j.by_model AND j.withdrawn_at IS NULL
RETURN DISTINCT j.by AS by
