MERGE (b:Batch {id: $id})
SET b.rows_done = $rows_done, b.completed = $completed, b.kind = $kind, b.at = $now
