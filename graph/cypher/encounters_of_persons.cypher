UNWIND $person_ids AS person_id
MATCH (e:Encounter {person_id: person_id})
RETURN e.id AS id, e.person_id AS person_id, e.municipality AS municipality, e.source_id AS source_id,
       e.seen_from.epochSeconds AS seen_from, e.seen_until.epochSeconds AS seen_until, e.first_day AS first_day, e.last_day AS last_day,
       e.status AS status, e.channel AS channel, e.sex AS sex,
       e.reporter_type AS reporter_type, e.reliability AS reliability
