CREATE INDEX index_encounter_linked IF NOT EXISTS FOR (n:Encounter) ON (n.linked)
