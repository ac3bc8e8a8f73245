UNWIND $findings AS finding
MATCH (a:Alert)
WHERE a.finding_id = finding
DELETE a
