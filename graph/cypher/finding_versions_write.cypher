UNWIND $rows AS row
MATCH (f:Finding {id: row.id})
WHERE f.version < row.version AND coalesce(f.rule_version, '') <> row.rule_version
MERGE (v:FindingVersion {id: row.id + '/' + toString(f.version)})
ON CREATE SET v.version = f.version, v.tier = f.tier, v.rule_version = coalesce(f.rule_version, ''), v.run = f.run
MERGE (f)-[:FOLLOWS]->(v)
