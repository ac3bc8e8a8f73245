UNWIND $ids AS id
MATCH (n:Intervention {id: id})
RETURN n.id AS id, n.content_digest AS digest
