MATCH (h:Hold {id: $id})
SET h.released_by = $by, h.released_because = $reason, h.released_at = $now
