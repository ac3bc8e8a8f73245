MATCH (c:Case)
RETURN count(c) AS n, sum(coalesce(c.steps, 0)) AS steps
