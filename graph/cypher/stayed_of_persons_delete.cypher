UNWIND $ids AS id
MATCH (:Person {id: id})-[s:STAYED]->(:Municipality)
DELETE s
