UNWIND $ids AS id
MATCH (t:Tally {id: id})
RETURN t.id AS id, t.municipality AS municipality, t.source_id AS source_id, t.first_day AS first_day,
       t.last_day AS last_day, coalesce(t.comparison, '') AS comparison
