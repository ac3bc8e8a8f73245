MATCH (:Person)-[s:STAYED]->(:Municipality)
WHERE s.run <> $run
WITH s LIMIT 5000
DELETE s
RETURN count(*) AS n
