"""Findings as rows: reappearances, rotations, relocations and displacements, by id."""

from collections.abc import Iterable, Iterator

from api.exports.table import Refer, Row, Type, columns
from graph.model import Change, Displacement, Reappearance, Relocation, Rotation

REAPPEARANCE_COLUMNS = columns(
    finding_id=Type.TEXT,
    person_id=Type.TEXT,
    municipalities_before=Type.TEXTS,
    municipality_now=Type.TEXT,
    encounters_before=Type.INTEGER,
    first_seen=Type.DATE,
    last_seen_before=Type.DATE,
    seen_now=Type.DATE,
    link_probability=Type.DECIMAL,
    sources=Type.TEXTS,
    state=Type.TEXT,
    encounter_refs=Type.TEXTS,
)

ROTATION_COLUMNS = columns(
    finding_id=Type.TEXT,
    tier=Type.TEXT,
    flagged=Type.BOOLEAN,
    person_ids=Type.TEXTS,
    circuit=Type.TEXTS,
    laps=Type.DECIMAL,
    group_size=Type.INTEGER,
    first_seen=Type.DATE,
    last_seen=Type.DATE,
    evidence=Type.TEXTS,
    expected_by_chance=Type.DECIMAL,
    p_value=Type.DECIMAL,
    q_value=Type.DECIMAL,
    findings_tested=Type.INTEGER,
    findings_expected=Type.DECIMAL,
    weakest_link_probability=Type.DECIMAL,
    survives_weakest_link=Type.BOOLEAN,
    sources=Type.TEXTS,
    rule_version=Type.TEXT,
    encounter_refs=Type.TEXTS,
)

RELOCATION_COLUMNS = columns(
    finding_id=Type.TEXT,
    tier=Type.TEXT,
    flagged=Type.BOOLEAN,
    identifier_kinds=Type.TEXTS,
    from_municipality=Type.TEXT,
    to_municipality=Type.TEXT,
    from_premises_kind=Type.TEXT,
    to_premises_kind=Type.TEXT,
    left_after=Type.DATE,
    arrived_before=Type.DATE,
    n_identifiers=Type.INTEGER,
    p_value=Type.DECIMAL,
    q_value=Type.DECIMAL,
    encounter_refs=Type.TEXTS,
)

DISPLACEMENT_COLUMNS = columns(
    intervention_id=Type.TEXT,
    method=Type.TEXT,
    unit=Type.TEXT,
    horizon_days=Type.INTEGER,
    local=Type.DECIMAL,
    local_low=Type.DECIMAL,
    local_high=Type.DECIMAL,
    displacement=Type.DECIMAL,
    displacement_low=Type.DECIMAL,
    displacement_high=Type.DECIMAL,
    total=Type.DECIMAL,
    total_low=Type.DECIMAL,
    total_high=Type.DECIMAL,
    displacement_p=Type.DECIMAL,
    dispersion=Type.DECIMAL,
    effort_adjusted=Type.BOOLEAN,
    receiving_municipalities=Type.TEXTS,
    persons_carrying=Type.INTEGER,
    ladder_step=Type.INTEGER,
    wording=Type.TEXT,
    minimum_detectable=Type.DECIMAL,
    sources=Type.TEXTS,
    caveats=Type.TEXTS,
)


def reappearance_rows(findings: Iterable[Reappearance], refer: Refer) -> Iterator[Row]:
    """One row per person and newly entered municipality."""
    for f in sorted(findings, key=lambda f: f.id):
        yield {
            "finding_id": f.id,
            "person_id": f.person_id,
            "municipalities_before": f.municipalities_before,
            "municipality_now": f.municipality_now,
            "encounters_before": f.encounters_before,
            "first_seen": f.first_seen,
            "last_seen_before": f.last_seen_before,
            "seen_now": f.seen_now,
            "link_probability": f.link_probability,
            "sources": f.sources,
            "state": f.state,
            "encounter_refs": [refer(e) for e in f.encounters],
        }


def rotation_rows(findings: Iterable[Rotation], refer: Refer) -> Iterator[Row]:
    """One row per rotation of any tier, those that count for nothing included."""
    for f in sorted(findings, key=lambda f: f.id):
        yield {
            "finding_id": f.id,
            "tier": f.tier.value,
            "flagged": f.flagged,
            "person_ids": f.person_ids,
            "circuit": f.circuit,
            "laps": float(f.laps),
            "group_size": len(f.person_ids),
            "first_seen": f.first_seen,
            "last_seen": f.last_seen,
            "evidence": f.evidence,
            "expected_by_chance": f.expected_by_chance,
            "p_value": f.p_value,
            "q_value": f.q_value,
            "findings_tested": f.findings_tested,
            "findings_expected": f.findings_expected,
            "weakest_link_probability": f.weakest_link_probability,
            "survives_weakest_link": f.survives_weakest_link,
            "sources": f.sources,
            "rule_version": f.rule_version,
            "encounter_refs": [refer(e) for e in f.encounters],
        }


def relocation_rows(findings: Iterable[Relocation], refer: Refer) -> Iterator[Row]:
    """One row per relocation of any tier."""
    for f in sorted(findings, key=lambda f: f.id):
        yield {
            "finding_id": f.id,
            "tier": f.tier.value,
            "flagged": f.flagged,
            "identifier_kinds": [kind.value for kind in f.identifier_kinds],
            "from_municipality": f.from_municipality,
            "to_municipality": f.to_municipality,
            "from_premises_kind": _value(f.from_premises_kind),
            "to_premises_kind": _value(f.to_premises_kind),
            "left_after": f.left_after,
            "arrived_before": f.arrived_before,
            "n_identifiers": f.n_identifiers,
            "p_value": f.p_value,
            "q_value": f.q_value,
            "encounter_refs": [refer(e) for e in f.encounters],
        }


def displacement_rows(findings: Iterable[Displacement], *, all_methods: bool) -> Iterator[Row]:
    """One row per intervention: the headline method, followed by the others where ``all_methods``."""
    for headline in sorted(findings, key=lambda f: f.intervention_id):
        for f in (headline, *headline.methods) if all_methods else (headline,):
            yield {
                "intervention_id": f.intervention_id,
                "method": f.method,
                "unit": "events",
                "horizon_days": f.horizon_days,
                **_change("local", f.local),
                **_change("displacement", f.displaced),
                **_change("total", f.total),
                "displacement_p": f.displacement_p,
                "dispersion": f.dispersion,
                "effort_adjusted": f.effort_adjusted,
                "receiving_municipalities": [f"{code}:{float(q)!r}" for code, q in f.receiving],
                "persons_carrying": f.persons_carrying,
                "ladder_step": f.ladder_step,
                "wording": f.wording,
                "minimum_detectable": f.minimum_detectable,
                "sources": f.sources,
                "caveats": f.caveats,
            }


def _change(name: str, change: Change | None) -> Row:
    names = (name, f"{name}_low", f"{name}_high")
    values = (None, None, None) if change is None else (change.estimate, change.low, change.high)
    return dict(zip(names, values, strict=True))


def _value(kind: object) -> str | None:
    return None if kind is None else str(kind)
