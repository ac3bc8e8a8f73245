CREATE INDEX index_encounter_municipality IF NOT EXISTS FOR (n:Encounter) ON (n.municipality)
