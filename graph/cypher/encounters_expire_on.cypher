UNWIND $rows AS row
MATCH (e:Encounter {id: row.id})
SET e.expires_on = row.expires_on
