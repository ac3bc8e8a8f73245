UNWIND $ids AS id
MATCH (e:Encounter {id: id})
RETURN e.premises_id AS premises, e.identifiers AS identifiers
