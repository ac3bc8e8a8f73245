MATCH (d:Decision)
RETURN count(d) AS n
