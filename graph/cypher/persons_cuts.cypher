MATCH (p:Person)
WHERE p.weakest_cut IS NOT NULL
RETURN p.id AS id, p.weakest_cut AS weakest_cut
