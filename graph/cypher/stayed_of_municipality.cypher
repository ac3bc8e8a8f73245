MATCH (p:Person)-[s:STAYED]->(:Municipality {code: $code})
RETURN collect(p.id) AS person_id, collect(s.first_seen) AS first_seen, collect(s.last_seen) AS last_seen,
       collect(s.encounters) AS encounters
