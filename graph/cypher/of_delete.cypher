UNWIND $ids AS id
MATCH (e:Encounter {id: id})-[edge:OF]->()
DELETE edge
