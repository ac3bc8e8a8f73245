UNWIND $ids AS id
MATCH (n:Identifier {id: id})<-[:CARRIES]-(e:Encounter)
WITH e LIMIT $most
RETURN e.id AS id, e.person_id AS person_id, e.municipality AS municipality, e.source_id AS source_id,
       e.reporter_type AS reporter_type, e.channel AS channel, e.first_day AS first_day, e.last_day AS last_day,
       e.minute AS minute, e.precision AS precision, e.premises_kind AS premises_kind, e.premises_id AS premises_id,
       e.operation_id AS operation_id, e.identifiers AS identifiers, e.status AS status, e.form AS form,
       e.reliability AS reliability, e.regime AS regime, e.consent AS consent, e.sex AS sex,
       e.minor_at_encounter AS minor
