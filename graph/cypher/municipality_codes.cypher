MATCH (m:Municipality) RETURN m.code AS code ORDER BY code
