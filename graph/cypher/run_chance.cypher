MATCH (r:Run {id: $id})
RETURN r.chance AS chance
