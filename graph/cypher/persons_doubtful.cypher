MATCH (p:Person)
WHERE coalesce(p.weakest_cut, 1.0) < $below OR p.encounters > $more
RETURN collect(p.id) AS id
