MERGE (n:Installation {id: "installation"}) ON CREATE SET n.fingerprint = $fingerprint
