UNWIND $ids AS id
MATCH (j:Judgement {right: id})
DELETE j
