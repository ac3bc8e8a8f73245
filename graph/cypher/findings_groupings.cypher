MATCH (f:Finding {kind: $kind})
WHERE f.withdrawn_at IS NULL
RETURN f.id AS id, f.grouping AS grouping, f.content AS content
