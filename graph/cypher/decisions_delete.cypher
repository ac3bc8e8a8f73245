UNWIND $findings AS finding
MATCH (d:Decision)
WHERE d.finding_id = finding
DETACH DELETE d
