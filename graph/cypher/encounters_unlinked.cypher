MATCH (e:Encounter {municipality: $code})
WHERE e.linked = false
RETURN collect(e.id) AS id
