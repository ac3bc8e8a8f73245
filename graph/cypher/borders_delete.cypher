MATCH (:Municipality)-[r:BORDERS]->(:Municipality)
DELETE r
