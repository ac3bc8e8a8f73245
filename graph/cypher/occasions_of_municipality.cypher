MATCH (e:Encounter {municipality: $code})
WHERE e.person_id IS NOT NULL AND e.first_day = e.last_day
RETURN collect(e.id) AS id, collect(e.person_id) AS person, collect(e.first_day) AS day,
       collect(coalesce(e.form, "")) AS form, collect(e.source_id) AS source, collect(e.operation_id) AS operation
