MATCH (f:Finding {id: $id})
RETURN f.kind AS kind, f.content AS content, f.withdrawn_because AS withdrawn_because
