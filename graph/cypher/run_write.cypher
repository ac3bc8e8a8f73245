MERGE (r:Run {id: $id})
SET r.at = $now, r.seed = $seed, r.encounters = $encounters, r.chance = $chance, r.chance_of = $chance_of
