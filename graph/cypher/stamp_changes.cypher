MATCH (c:PersonChange)
RETURN count(c) AS n
