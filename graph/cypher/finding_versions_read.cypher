MATCH (f:Finding {id: $id})-[:FOLLOWS]->(v:FindingVersion)
RETURN v.version AS version, v.tier AS tier, v.rule_version AS rule_version, v.run AS run
ORDER BY v.version
