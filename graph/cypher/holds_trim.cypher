MATCH (h:Hold {id: $id})
SET h.encounters = $encounters
