UNWIND $rows AS row
MATCH (a:Municipality {code: row.a})
MATCH (b:Municipality {code: row.b})
CREATE (a)-[:BORDERS {shared_m: row.shared_m, water_m: row.water_m, about: $about}]->(b)
