MATCH (t:Tombstone)
RETURN t.id AS id
