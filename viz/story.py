"""What a run found, told in a screenful: the strongest of each kind, how sure, and the command that shows more."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from graph.model import Alert, Displacement, Reappearance, Relocation, Rotation, Tier
from graph.relocation.chains import chain_of, towns_of

NameOf = Callable[[str], str]
"""Official name of a municipality code."""


@dataclass(frozen=True, slots=True)
class Found:
    """Everything a run found, and how much it looked at."""

    encounters: int
    persons: int
    sources: int
    municipalities: int
    reappearances: Sequence[Reappearance]
    rotations: Sequence[Rotation]
    relocations: Sequence[Relocation]
    displacements: Sequence[Displacement]
    alerts: Sequence[Alert]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One story: its heading, what is told, whether it was found, and the command that shows more."""

    heading: str
    text: str
    is_found: bool
    more: str


def chapters(found: Found, *, name: NameOf, between: tuple[str, str], command: str = "waterbed") -> tuple[Chapter, ...]:
    """Tell the strongest finding of each kind, or that there is none.

    Parameters
    ----------
    found
        What the run found.
    name
        Official name of a municipality code.
    between
        Codes (from, to) of the towns whose reappearance is told.
    command
        How the command is called, with its options, for the lines that show more.
    """
    return (
        _reappearance(found.reappearances, name, between, command),
        _rotation(found.rotations, name, command),
        _relocation(found.relocations, name, command),
        _displacement(found.displacements, name, command),
    )


def told_reappearance(findings: Sequence[Reappearance], between: tuple[str, str]) -> Reappearance | None:
    """Someone met several times (three or more) in one town and later in the other: the one met there most often."""
    several = [
        f
        for f in findings
        if f.municipalities_before == (between[0],) and f.municipality_now == between[1] and f.encounters_before >= 3
    ]
    return max(several, key=lambda f: (f.encounters_before, f.link_probability, f.id), default=None)


def told_rotation(findings: Sequence[Rotation]) -> Rotation | None:
    """The strongest rotation of at least tier pattern."""
    shown = [f for f in findings if f.tier is not Tier.NONE]
    return max(shown, key=lambda f: (f.flagged, f.strength, f.id), default=None)


def told_relocation(findings: Sequence[Relocation]) -> Relocation | None:
    """The strongest relocation of at least tier pattern."""
    shown = [f for f in findings if f.tier is not Tier.NONE]
    return max(shown, key=lambda f: (f.flagged, f.n_identifiers, -f.q_value, f.id), default=None)


def told_displacement(findings: Sequence[Displacement]) -> Displacement | None:
    """The displacement highest on the ladder, if any stands on it at all."""
    shown = [f for f in findings if f.ladder_step > 0]
    return max(shown, key=lambda f: (f.ladder_step, -(f.displacement_p or 1.0), f.id), default=None)


def _reappearance(findings: Sequence[Reappearance], name: NameOf, between: tuple[str, str], command: str) -> Chapter:
    more = f"{command} export reappearances --purpose demo"
    heading = f"Reappearance: {name(between[0])}, later {name(between[1])}"
    finding = told_reappearance(findings, between)
    if finding is None:
        return Chapter(heading, f"Not found among {len(findings)} reappearances.", is_found=False, more=more)
    text = (
        f"Someone met {finding.encounters_before} times in {name(between[0])} ({finding.first_seen} to "
        f"{finding.last_seen_before}, {_count(len(finding.sources), 'register')} in all) was met in "
        f"{name(finding.municipality_now)} on {finding.seen_now}. Probability of the weakest link: "
        f"{_probability(finding.link_probability)}{_doubt(finding)}. One of {_count(len(findings), 'reappearance')}."
    )
    return Chapter(heading, text, is_found=True, more=more)


def _rotation(findings: Sequence[Rotation], name: NameOf, command: str) -> Chapter:
    more = f"{command} export rotations --purpose demo"
    finding = told_rotation(findings)
    if finding is None:
        return Chapter("Rotation", "None found beyond chance.", is_found=False, more=more)
    route = " > ".join(name(code) for code in (*finding.circuit, finding.circuit[0]))
    patterns = sum(f.tier is Tier.PATTERN for f in findings)
    flagged = sum(f.flagged for f in findings)
    text = (
        f"{_count(len(finding.person_ids), 'person')} went {route}, {_laps(finding)}, {finding.first_seen} to "
        f"{finding.last_seen}; tier {finding.tier.value}, q = {finding.q_value:.3g}, expected by chance at this "
        f"strength: {finding.expected_by_chance:.2g}. Evidence: {', '.join(finding.evidence)}.{_weakest(finding)} It could also be: "
        f"{finding.benign_reading}. In all {flagged} flagged and {patterns} patterns. A lead, not evidence."
    )
    return Chapter("Rotation", text, is_found=True, more=more)


def _relocation(findings: Sequence[Relocation], name: NameOf, command: str) -> Chapter:
    more = f"{command} export relocations --purpose demo"
    finding = told_relocation(findings)
    if finding is None:
        return Chapter("Relocation", "None found beyond chance.", is_found=False, more=more)
    way = towns_of(chain_of(finding, findings))
    in_a_row = f" The business went {' > '.join(name(code) for code in way)}." if len(way) > 2 else ""
    kinds = ", ".join(sorted({k.value for k in finding.identifier_kinds}))
    text = (
        f"{_count(finding.n_identifiers, 'identifier')} ({kinds}) of {_premises(finding.from_premises_kind)} in "
        f"{name(finding.from_municipality)}, last there on {finding.left_after}, turned up at "
        f"{_premises(finding.to_premises_kind)} in {name(finding.to_municipality)} on {finding.arrived_before}; tier "
        f"{finding.tier.value}, q = {finding.q_value:.3g}.{in_a_row} One of {_count(len(findings), 'relocation')}."
    )
    return Chapter("Relocation", text, is_found=True, more=more)


def _displacement(findings: Sequence[Displacement], name: NameOf, command: str) -> Chapter:
    more = f"{command} export displacements --purpose demo"
    finding = told_displacement(findings)
    if finding is None:
        text = f"Nothing shown next door for any of {_count(len(findings), 'measure')}."
        return Chapter("Displacement", text, is_found=False, more=more)
    parts = [f"Measure {finding.intervention_id}: ladder step {finding.ladder_step} of 5, {finding.wording}"]
    for label, change in (("Here", finding.local), ("next door", finding.displaced)):
        if change is not None:
            parts.append(f"{label} {change.estimate:+.0f} events ({change.low:+.0f} to {change.high:+.0f})")
    if finding.receiving:
        parts.append("receiving: " + ", ".join(name(code) for code, _q in finding.receiving))
    return Chapter("Displacement", "; ".join(parts) + ".", is_found=True, more=more)


def _premises(kind: object) -> str:
    return "an address" if kind is None else f"a place ({str(kind).replace('_', ' ')})"


def _doubt(finding: Reappearance) -> str:
    return "" if finding.state == "open" else f" ({finding.state}: review it first)"


def _laps(finding: Rotation) -> str:
    if finding.laps_between is None:
        return f"{finding.laps:.1f} laps"
    least, most = finding.laps_between
    return f"{finding.laps:.1f} laps (between {least:.1f} and {most:.1f}, by the order of sightings on one date)"


def _weakest(finding: Rotation) -> str:
    weakest = finding.weakest_link_probability
    return "" if weakest is None else f" Probability of the weakest link: {_probability(weakest)}."


def _probability(p: float) -> str:
    return "over 0.9999" if p > 0.9999 else f"{p:.4f}"


def _count(n: int, word: str) -> str:
    return f"{n:,} {word}{'' if n == 1 else 's'}"
