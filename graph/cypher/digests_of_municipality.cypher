MATCH (e:Encounter {municipality: $code})
RETURN collect(e.id) AS id, collect(e.content_digest) AS digest
