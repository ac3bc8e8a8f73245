MATCH (t:Tally {municipality: $code})
RETURN collect(t.id) AS id, collect(t.content_digest) AS digest
