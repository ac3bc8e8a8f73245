MATCH (n)
RETURN labels(n)[0] AS label, collect(elementId(n)) AS nodes
