UNWIND $ids AS id
MATCH (t:Tombstone {id: id})
SET t.done = true, t.person_id = ''
