MATCH (e:Encounter)
RETURN DISTINCT e.batch AS id
UNION
MATCH (t:Tally)
RETURN DISTINCT t.batch AS id
