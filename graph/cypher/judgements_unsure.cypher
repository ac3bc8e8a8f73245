MATCH (j:Judgement)
WHERE j.verdict = 'unsure' AND j.by_model AND j.withdrawn_at IS NULL
RETURN substring(j.left, 0, 4) AS part, collect(j.content) AS contents
