MATCH (e:Encounter {municipality: $code})
WHERE e.reliability STARTS WITH $unreliable
   OR (e.reporter_type IN $open AND NOT substring(e.reliability, 0, 1) IN $vouched)
RETURN collect(e.id) AS id
