MATCH (p:Person)
RETURN collect(p.id) AS id, collect(coalesce(p.weakest_cut, -1.0)) AS weakest_cut
