MATCH (j:Judgement)
WHERE j.by_model = false AND j.withdrawn_at IS NULL
RETURN j.content AS content
