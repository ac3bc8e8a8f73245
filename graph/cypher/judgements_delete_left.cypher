UNWIND $ids AS id
MATCH (j:Judgement {left: id})
DELETE j
