UNWIND $ids AS id
MATCH (p:Person {id: id})
RETURN p.id AS id, p.first_seen AS first_seen, p.last_seen AS last_seen, p.sex AS sex, p.encounters AS encounters,
       p.weakest_cut AS weakest_cut, p.conflicts AS conflicts
