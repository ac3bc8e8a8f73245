MATCH (h:Hold)
RETURN h.id AS id, h.encounters AS encounters, h.by AS by, h.reason AS reason, h.at AS at,
       coalesce(h.released_by, '') AS released_by ORDER BY h.id
