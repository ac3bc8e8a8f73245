MATCH (j:Judgement)
RETURN count(j) AS n, count(j.withdrawn_at) AS withdrawn
