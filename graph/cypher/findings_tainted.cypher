MATCH (f:Finding)
WHERE f.tainted = true
RETURN f.id AS id, f.kind AS kind, f.content AS content, f.withdrawn_at IS NOT NULL AS withdrawn ORDER BY f.id
