MATCH (e:Encounter)
WHERE e.names_person AND e.first_day >= $first AND e.first_day < $end
RETURN e.id AS id, e.person_id AS person_id, e.source_id AS source_id, e.reporter_type AS reporter, e.regime AS regime,
       e.consent AS consent, e.status AS status, e.municipality AS municipality, e.first_day AS first_day,
       e.last_day AS last_day
