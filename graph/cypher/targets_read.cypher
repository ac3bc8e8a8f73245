MATCH (t:AlertTarget)
RETURN t.content AS content ORDER BY t.id
