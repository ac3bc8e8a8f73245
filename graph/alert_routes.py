"""Who is told of what: municipalities, police units and care regions, from the municipalities a finding lies in.

The police hear of a rotation or relocation only when it is ``flagged``, whatever a home's own rules say, and of a
displacement nobody hears below step 4: below it, "waterbed effect" may not be said.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from graph.geography import MunicipalityTable, load_municipalities
from graph.model import Displacement, Finding, Reappearance, Relocation, Rotation, Tier
from graph.reappearance import LOW_TRUST

KINDS = ("reappearance", "rotation", "relocation", "displacement")
LEAST_STEP = 4
"""Step of the ladder of displacement from which an alert may be given."""
POLICE, CARE = "police:", "care:"
_RANK = {Tier.NONE: 0, Tier.PATTERN: 1, Tier.FLAGGED: 2}


class Audience(StrEnum):
    """Whose desk an alert may reach."""

    MUNICIPALITY = "municipality"
    POLICE = "police"
    CARE = "care"


@dataclass(frozen=True, slots=True)
class KindRule:
    """Which audiences hear of findings of a kind, and from where on.

    ``least_probability``: weakest link of a reappearance, 0 to 1. ``least_tier``: of a rotation or relocation.
    ``least_step``: of a displacement, 4 or 5.
    """

    audiences: frozenset[Audience] = frozenset({Audience.MUNICIPALITY})
    least_probability: float = 0.0
    least_tier: Tier = Tier.FLAGGED
    least_step: int = LEAST_STEP


@dataclass(frozen=True, slots=True)
class Routes:
    """Rules by kind of finding, and the care region (its name) of each municipality that has one (its code)."""

    rules: Mapping[str, KindRule] = field(default_factory=lambda: {kind: KindRule() for kind in KINDS})
    care_regions: Mapping[str, str] = field(default_factory=dict)
    table: MunicipalityTable = field(default_factory=load_municipalities)

    def recipients(self, finding: Finding, towns: Iterable[str] = ()) -> tuple[str, ...]:
        """Whom a finding is told to, municipalities first; nobody where it doesn't reach what its rule asks.

        ``towns`` are further municipalities in which its encounters lie than those that it names itself.
        """
        kind = kind_of(finding)
        rule = self.rules.get(kind)
        if rule is None or not _reaches(finding, rule):
            return ()
        codes = [self._today(code) for code in (*named_towns(finding), *towns)]
        told: list[str] = []
        if Audience.MUNICIPALITY in rule.audiences:
            told += codes
        if Audience.POLICE in rule.audiences and _may_reach_police(finding):
            told += [f"{POLICE}{self.table.get(code).police_unit}" for code in codes if code in self.table]
        if Audience.CARE in rule.audiences:
            told += [f"{CARE}{self.care_regions[code]}" for code in codes if code in self.care_regions]
        return tuple(dict.fromkeys(told))

    def _today(self, code: str) -> str:
        return self.table.current(code) if code in self.table else code


def kind_of(finding: Finding) -> str:
    """Name of a finding's kind."""
    return type(finding).__name__.lower()


def reach_of(finding: Finding) -> tuple[str, ...]:
    """What a finding has reached, lowest first: the municipality newly entered, or tiers or steps up to its own."""
    match finding:
        case Reappearance():
            return (finding.municipality_now,)
        case Rotation() | Relocation():
            return tuple(t.value for t in (Tier.PATTERN, Tier.FLAGGED) if _RANK[t] <= _RANK[finding.tier])
        case Displacement():
            return tuple(f"step {n}" for n in range(LEAST_STEP, finding.ladder_step + 1))


def named_towns(finding: Finding) -> tuple[str, ...]:
    """Municipalities that a finding itself names, the one it is about first."""
    match finding:
        case Reappearance():
            return (finding.municipality_now, *finding.municipalities_before)
        case Rotation():
            return finding.circuit
        case Relocation():
            return (finding.from_municipality, finding.to_municipality)
        case Displacement():
            return (*finding.treated, *(code for code, _ in finding.receiving))


def _reaches(finding: Finding, rule: KindRule) -> bool:
    match finding:
        case Reappearance():
            return finding.link_probability >= rule.least_probability and finding.state != LOW_TRUST
        case Rotation() | Relocation():
            return _RANK[finding.tier] >= max(1, _RANK[rule.least_tier])
        case Displacement():
            return finding.ladder_step >= max(LEAST_STEP, rule.least_step)


def _may_reach_police(finding: Finding) -> bool:
    return not isinstance(finding, Rotation | Relocation) or finding.flagged
