UNWIND $ids AS id
MATCH (e:Encounter {id: id})
WHERE e.person_id <> ''
RETURN collect([e.id, e.person_id]) AS owned
