UNWIND $questions AS question
MATCH (a:Answer)
WHERE a.question = question
DELETE a
