MATCH (j:Judgement)
WHERE j.verdict = 'unsure' AND j.by_model AND j.withdrawn_at IS NULL
RETURN j.content AS content
