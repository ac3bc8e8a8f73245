MATCH (f:Finding {kind: $kind})
WHERE f.withdrawn_at IS NULL
RETURN f.content AS content ORDER BY f.id
