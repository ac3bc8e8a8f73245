UNWIND $person_ids AS person_id
MATCH (e:Encounter {person_id: person_id})
RETURN e.municipality AS municipality,
       collect([e.id, e.person_id, e.municipality, e.source_id, e.seen_from.epochSeconds, e.seen_until.epochSeconds,
                e.first_day, e.last_day, e.status, e.channel, e.sex, e.reporter_type, e.reliability]) AS members
