MATCH (e:Encounter {municipality: $code})
RETURN collect(e.id) AS id, collect(e.legal_basis) AS basis, collect(e.names_person) AS names_person,
       collect(e.first_day) AS first_day, collect(e.expires_on) AS expires_on
