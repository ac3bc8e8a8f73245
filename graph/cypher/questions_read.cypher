MATCH (q:Question)
RETURN q.content AS content
