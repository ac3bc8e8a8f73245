MATCH (r:Run)
WHERE r.chance <> ""
RETURN r.id AS id, r.at AS at ORDER BY r.at DESC
