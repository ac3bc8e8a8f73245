"""Words that hurt whoever takes them for orders: of queries, paths, pages, shells, formats, and of no language at all."""

SEEDS = (
    "' OR 1=1 //", '" OR "1"="1', "'}) DETACH DELETE n //", "MATCH (n) DETACH DELETE n", "') RETURN 1 UNION MATCH (p:Person) RETURN p //",
    "`", "\\", "\\u0027", "$id", "{id: 'x'}", "${jndi:ldap://127.0.0.1/x}", "{{7*7}}", "{%raw%}", "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "javascript:alert(1)", "../../etc/passwd", "..\\..\\x", "%2e%2e%2f", "file:///etc/passwd",
    "\x00", "\x1b[31m", "\r\nSet-Cookie: a=b", "\u202e", "\ufeff", "\U0001f600", "a" * 127, "0", "-1", "1e309", "NaN", "null",
    "true", "[]", "{}", "; ls", "| cat /etc/passwd", "$(id)", "`id`", "=cmd|' /C calc'!A0", "LOAD CSV FROM 'x' AS l",
    "CALL db.labels()", "apoc.load.json", "' + '", "/*", "--", "%00", "%s%s%n", "\t", " ",
)  # fmt: skip
WRAPS = ("{}", "rea-1{}", "{}rea-1", "'{}'", '"{}"', "*{}")
HOSTILE = [wrap.replace("{}", seed) for wrap in WRAPS for seed in SEEDS]
