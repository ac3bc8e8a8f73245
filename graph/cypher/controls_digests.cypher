UNWIND $ids AS id
MATCH (n:Control {id: id})
RETURN n.id AS id, n.content_digest AS digest
