MATCH (n)
RETURN labels(n)[0] AS label, properties(n) AS properties
