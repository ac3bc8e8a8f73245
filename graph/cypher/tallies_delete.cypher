UNWIND $ids AS id
MATCH (t:Tally {id: id})
DELETE t
