MATCH (t:Tally {municipality: $code})
RETURN collect(t.id) AS id, collect(t.first_day) AS first_day, collect(t.last_day) AS last_day,
       collect(t.source_id) AS source, collect(t.premises_kind) AS premises_kind, collect(t.channel) AS channel,
       collect(t.in_operation) AS in_operation
