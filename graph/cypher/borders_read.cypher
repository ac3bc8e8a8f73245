MATCH (a:Municipality)-[r:BORDERS]->(b:Municipality)
RETURN a.code AS a, b.code AS b, r.shared_m AS shared_m, r.water_m AS water_m, r.about AS about ORDER BY a, b
