MATCH (b:Batch {id: $id})
RETURN b.rows_done AS rows_done, b.completed AS completed
