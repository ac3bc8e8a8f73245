UNWIND $nodes AS node
MATCH (n)
WHERE elementId(n) = node
RETURN node, properties(n) AS properties
