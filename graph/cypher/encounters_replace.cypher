UNWIND $rows AS row
MATCH (e:Encounter {id: row.id})
SET e += row
