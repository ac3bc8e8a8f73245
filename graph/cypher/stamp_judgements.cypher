MATCH (j:Judgement)
RETURN count(j) AS n
