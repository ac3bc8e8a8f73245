UNWIND $ids AS id
MATCH (q:Question {id: id})
DELETE q
