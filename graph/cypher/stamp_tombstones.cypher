MATCH (t:Tombstone)
RETURN count(t) AS n, count(CASE WHEN t.done THEN 1 END) AS done
