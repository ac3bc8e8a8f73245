UNWIND $ids AS id
MATCH (j:Judgement {left: id})
WHERE j.by_model = false
RETURN j.content AS content, j.withdrawn_at AS withdrawn_at, j.withdrawn_by AS withdrawn_by,
       j.withdrawn_because AS withdrawn_because
