UNWIND $ids AS id
MATCH (j:Judgement {left: id})
WHERE j.withdrawn_at IS NULL
RETURN j.content AS content
