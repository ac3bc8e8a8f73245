UNWIND $ids AS id
MATCH (t:Tally {id: id})
SET t.comparison = $comparison
