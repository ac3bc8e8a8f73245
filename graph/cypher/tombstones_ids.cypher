MATCH (t:Tombstone)
RETURN collect(t.id) AS id
