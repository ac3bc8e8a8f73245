MATCH (j:Judgement)
WHERE j.withdrawn_at IS NULL
RETURN j.content AS content
