MATCH (p:Person)
WHERE coalesce(p.weakest_cut, 1.0) < $below OR p.encounters > $more OR coalesce(p.conflicts, 0) > 0
RETURN p.id AS id
