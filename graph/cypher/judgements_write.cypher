UNWIND $rows AS row
MERGE (j:Judgement {id: row.id})
SET j += row, j.at = datetime(row.at), j.withdrawn_at = datetime(row.withdrawn_at)
