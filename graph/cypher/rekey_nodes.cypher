MATCH (n)
RETURN labels(n)[0] AS label, elementId(n) AS node
