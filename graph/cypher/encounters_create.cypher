UNWIND $rows AS row
CREATE (e:Encounter)
SET e = row
