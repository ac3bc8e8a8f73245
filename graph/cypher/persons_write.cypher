UNWIND $rows AS row
MERGE (p:Person {id: row.id})
SET p.first_seen = row.first_seen, p.last_seen = row.last_seen, p.sex = row.sex, p.encounters = row.encounters,
    p.weakest_cut = row.weakest_cut, p.conflicts = row.conflicts
