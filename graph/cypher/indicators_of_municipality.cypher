MATCH (e:Encounter {municipality: $code})
RETURN collect(e.id) AS id, collect(coalesce(e.person_id, "")) AS person, collect(e.first_day) AS first_day,
       collect(e.last_day) AS last_day, collect(coalesce(e.channel, "")) AS channel,
       collect(coalesce(e.sex, "")) AS sex, collect(coalesce(e.form, "")) AS form,
       collect(coalesce(e.minor_at_encounter, "")) AS minor
