UNWIND $ids AS id
MATCH (e:Encounter {id: id})
RETURN e.id AS id, e.person_id AS person_id, e.municipality AS municipality, e.source_id AS source_id,
       e.reporter_type AS reporter_type, e.channel AS channel, e.first_day AS first_day,
       e.content_digest AS content_digest, e.linked AS linked, e.names_person AS names_person
