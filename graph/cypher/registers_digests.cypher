MATCH (n:Control) RETURN n.id AS id, n.content_digest AS digest
UNION ALL
MATCH (n:Intervention) RETURN n.id AS id, n.content_digest AS digest
