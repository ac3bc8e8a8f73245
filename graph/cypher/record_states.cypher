UNWIND $ids AS id
OPTIONAL MATCH (e:Encounter {id: id})
OPTIONAL MATCH (t:Tally {id: id})
WITH id, e, t
WHERE e IS NOT NULL OR t IS NOT NULL
RETURN id, t IS NOT NULL AS is_tally, coalesce(e.content_digest, t.content_digest) AS digest,
       coalesce(e.version, t.version) AS version, coalesce(e.known_digests, t.known_digests) AS known,
       e.person_id AS person_id, coalesce(t.comparison, '') AS comparison
