CREATE INDEX index_encounter_person IF NOT EXISTS FOR (n:Encounter) ON (n.person_id)
