MATCH (e:Encounter {municipality: $code})
WHERE e.last_day < $day AND e.names_person
RETURN collect(e.id) AS id
