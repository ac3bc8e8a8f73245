CREATE INDEX index_tally_municipality IF NOT EXISTS FOR (n:Tally) ON (n.municipality)
