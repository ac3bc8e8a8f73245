MATCH (f:Finding)
RETURN count(f) AS n, count(f.withdrawn_at) AS withdrawn, max(f.run) AS run
