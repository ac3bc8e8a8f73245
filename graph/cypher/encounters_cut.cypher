UNWIND $ids AS id
MATCH (e:Encounter {id: id})-[edge:IN|AT|CARRIES|REPORTED_BY|DURING|LOADED_IN]->()
DELETE edge
