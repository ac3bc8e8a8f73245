UNWIND $ids AS id
MATCH (c:PersonChange {id: id})
DELETE c
