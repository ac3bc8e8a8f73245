from viz.finding import finding_lines


def test_a_finding_says_what_becomes_of_it_otherwise_and_that_it_is_a_lead() -> None:
    shown = {
        "kind": "rotation",
        "tier": "pattern",
        "circuit": ["GM0505", "GM0599", "GM0606"],
        "q_value": 0.01234567,
        "stay_days": None,
        "encounters": ["a", "b"],
        "unflagged_because": ["rests on one operation"],
        "what_if": [
            {"kind": "source", "what": "without police", "holds": False, "because": ["not beyond chance"]},
            {"kind": "window", "what": "with a window of 6 days", "holds": True, "because": []},
        ],
        "benign_reading": "seasonal work (60% of stays of about 30 days or longer)",
        "withdrawn_because": None,
    }
    assert list(finding_lines(shown))[1:] == [
        "tier                      pattern",
        "circuit                   GM0505, GM0599, GM0606",
        "q_value                   0.01235",
        "encounters                2",
        "not higher: rests on one operation",
        "without police: falls (not beyond chance)",
        "with a window of 6 days: holds",
        "may be: seasonal work (60% of stays of about 30 days or longer)",
        "a lead, not evidence",
    ]
    assert "withdrawn: it dissolved" in list(finding_lines({**shown, "withdrawn_because": "it dissolved"}))


def test_a_finding_says_what_analysts_said_of_it_and_what_it_has_grown_by_since() -> None:
    said = {"at": "2026-03-01T12:00:00Z", "version": 2, "ruling": "rejected", "by": "desk", "reason": "a tour"}
    shown = {"standing": "returned", "encounters": [], "decisions": [said], "grown_by": ["municipality GM0606"]}
    assert list(finding_lines(shown)) == [
        "standing                  returned",
        "encounters                0",
        "rejected: version 2 by desk at 2026-03-01T12:00:00Z: a tour",
        "grown since by: municipality GM0606",
        "a lead, not evidence",
    ]


def test_laps_by_the_order_of_one_date_are_a_range() -> None:
    lines = list(finding_lines({"kind": "rotation", "encounters": [], "laps_between": [0.0, 1.25]}))
    assert "between 0 and 1.25 laps, by the order of sightings on one date" in lines
