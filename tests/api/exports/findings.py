"""Findings in one line, for tests of what leaves the product."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from graph.model import (
    Alert,
    Change,
    Displacement,
    IdentifierKind,
    Judgement,
    PremisesKind,
    Reappearance,
    Relocation,
    Rotation,
    Tier,
    Verdict,
)


def reappearance(name: str = "rea-1", **changes: Any) -> Reappearance:
    base = Reappearance(
        id=name,
        person_id="p-1",
        municipalities_before=("GM0599", "GM0505"),
        municipality_now="GM0502",
        encounters_before=7,
        first_seen=date(2024, 1, 15),
        last_seen_before=date(2024, 3, 1),
        seen_now=date(2024, 4, 2),
        link_probability=0.9991234567890123,
        sources=("police", "team"),
        state="open",
        encounters=("1-a", "1-b"),
        deciding_encounter="1-b",
    )
    return replace(base, **changes)


def rotation(name: str = "rot-1", **changes: Any) -> Rotation:
    base = Rotation(
        id=name,
        tier=Tier.FLAGGED,
        person_ids=("p-1", "p-2", "p-3"),
        circuit=("GM0502", "GM0599", "GM0606"),
        laps=2.0,
        first_seen=date(2024, 1, 1),
        last_seen=date(2024, 6, 1),
        evidence=("movement", "identifier"),
        strength=12.5,
        expected_by_chance=0.004,
        p_value=0.005,
        q_value=1e-05,
        findings_tested=12,
        findings_expected=0.3,
        weakest_link_probability=None,
        survives_weakest_link=True,
        sources=("police",),
        benign_reading="a tour",
        rule_version="rotation/1",
        encounters=("1-a", "1-b", "1-c"),
    )
    return replace(base, **changes)


def relocation(name: str = "rel-1", **changes: Any) -> Relocation:
    base = Relocation(
        id=name,
        tier=Tier.PATTERN,
        identifier_kinds=(IdentifierKind.PHONE, IdentifierKind.ADVERT),
        from_municipality="GM0599",
        to_municipality="GM0502",
        from_premises_kind=PremisesKind.PRIVATE_HOME,
        to_premises_kind=None,
        left_after=date(2024, 5, 1),
        arrived_before=date(2024, 5, 20),
        n_identifiers=2,
        p_value=0.001,
        q_value=0.02,
        sources=("police",),
        rule_version="relocation/1",
        encounters=("1-a", "1-d"),
    )
    return replace(base, **changes)


def displacement(intervention: str = "measure-1", method: str = "wdd", **changes: Any) -> Displacement:
    base = Displacement(
        id=f"dis-{intervention}",
        intervention_id=intervention,
        method=method,
        horizon_days=180,
        local=Change(-20.5, -31.0, -10.0),
        displaced=Change(12.25, 3.5, 21.0),
        total=None,
        displacement_p=0.004,
        dispersion=1.3,
        effort_adjusted=True,
        receiving=(("GM0502", 0.003), ("GM0606", 0.01)),
        persons_carrying=None,
        ladder_step=2,
        wording="more encounters next door, per control",
        minimum_detectable=8.0,
        sources=("police", "team"),
        caveats=("few controls",),
        treated=("GM0599",),
        ring=("GM0502", "GM0606"),
        controls=(),
        rule_version="displacement/1",
        encounters=("1-a",),
    )
    return replace(base, **changes)


def alert(name: str = "alert-1", **changes: Any) -> Alert:
    created = datetime(2024, 4, 2, 10, 30, tzinfo=UTC)
    base = Alert(name, "GM0502", "reappearance", "rea-1", "GM0502", "reappearance/1", created)
    return replace(base, **changes)


def judgement(left: str, right: str, *, by: str = "model/1", verdict: Verdict = Verdict.SAME) -> Judgement:
    at = datetime(2024, 4, 2, tzinfo=UTC)
    return Judgement(f"{left}{right}{by}", left, right, verdict, 0.999, 12.0, by, at, "reason")
