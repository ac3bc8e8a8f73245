MATCH (e:Encounter {municipality: $code})
RETURN collect(e.id) AS id, collect(coalesce(e.person_id, "")) AS person, collect(e.first_day) AS first_day,
       collect(e.last_day) AS last_day, collect(e.minute) AS minute, collect(e.source_id) AS source,
       collect(e.operation_id) AS operation, collect(e.premises_id) AS premises,
       collect(e.premises_kind) AS premises_kind, collect(e.channel) AS channel, collect(e.status) AS status,
       collect(e.identifiers) AS identifiers
