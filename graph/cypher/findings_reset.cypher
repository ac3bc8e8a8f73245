UNWIND $ids AS id
MATCH (f:Finding {id: id})-[edge:RESTS_ON|CONCERNS]->()
DELETE edge
