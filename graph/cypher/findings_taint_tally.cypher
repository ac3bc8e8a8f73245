UNWIND $ids AS id
MATCH (f:Finding)-[:RESTS_ON]->(t:Tally {id: id})
SET f.tainted = true
