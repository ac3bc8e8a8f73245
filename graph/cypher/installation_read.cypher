MATCH (n:Installation {id: "installation"}) RETURN n.fingerprint AS fingerprint
