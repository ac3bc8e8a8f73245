"""What was found, one type a kind. Each names the encounters it rests on and says how sure it is."""

from dataclasses import dataclass, field
from datetime import date

from graph.model.vocabulary import IdentifierKind, PremisesKind, Tier


@dataclass(frozen=True, slots=True)
class Reappearance:
    """Someone with a signal or declaration is met in another municipality.

    A fact with a link probability: no p-value, never flagged. ``encounters`` holds the ids it rests on: those before,
    and the deciding one. ``state`` is ``open``, ``weak link`` (below 0.999), ``larger than plausible`` (the
    person has so many encounters that two may have been joined), ``low trust`` (anybody can have made all the reports it
    rests on) or ``for review`` (from an unassessed match). Dates are local days.
    """

    id: str
    person_id: str
    municipalities_before: tuple[str, ...]
    municipality_now: str
    encounters_before: int
    first_seen: date
    last_seen_before: date
    seen_now: date
    link_probability: float
    sources: tuple[str, ...]
    state: str
    encounters: tuple[str, ...]
    deciding_encounter: str
    version: int = 1


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Whether a finding still stands when something is taken away or a threshold is another: shown beside it.

    ``kind`` is ``weakest link`` (the only one that decides the tier), ``uncertain links``, ``stricter links``,
    ``source``, ``member`` or ``window``; ``what`` says it in words. ``because`` tells what then is missing; empty where
    it ``holds``.
    """

    kind: str
    what: str
    holds: bool
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rotation:
    """The same people carried round the same towns, or one person round them, beyond chance.

    ``circuit`` is the canonical cyclic word: smallest code first, direction kept. ``laps`` = hops along the circuit /
    its length. ``p_value``: share of shifted data sets whose strongest group is as strong; ``q_value``: empirical
    false discovery rate at that strength. ``evidence`` names the families that agree. ``unflagged_because`` says what
    keeps it from a higher tier. ``stay_days`` is the mean length of the stays between others in days, each taken as
    the middle of what it may have been; ``stay_variation`` their coefficient of variation (0 regular, 1 as by chance);
    None where there are fewer than one, and two, of them. ``what_if`` says what becomes of a pattern otherwise.
    """

    id: str
    tier: Tier
    person_ids: tuple[str, ...]
    circuit: tuple[str, ...]
    laps: float
    first_seen: date
    last_seen: date
    evidence: tuple[str, ...]
    strength: float
    expected_by_chance: float
    p_value: float
    q_value: float
    findings_tested: int
    findings_expected: float
    weakest_link_probability: float | None
    survives_weakest_link: bool
    sources: tuple[str, ...]
    benign_reading: str
    rule_version: str
    encounters: tuple[str, ...]
    unflagged_because: tuple[str, ...] = ()
    stay_days: float | None = None
    stay_variation: float | None = None
    what_if: tuple[WhatIf, ...] = ()
    version: int = 1

    @property
    def flagged(self) -> bool:
        """Whether the finding may reach the police."""
        return self.tier is Tier.FLAGGED


@dataclass(frozen=True, slots=True)
class Relocation:
    """A premises' identifiers moving to another premises in another municipality.

    ``left_after`` is the last day they were seen at the old place, ``arrived_before`` the first at the new.
    """

    id: str
    tier: Tier
    identifier_kinds: tuple[IdentifierKind, ...]
    from_municipality: str
    to_municipality: str
    from_premises_kind: PremisesKind | None
    to_premises_kind: PremisesKind | None
    left_after: date
    arrived_before: date
    n_identifiers: int
    p_value: float
    q_value: float
    sources: tuple[str, ...]
    rule_version: str
    encounters: tuple[str, ...]
    version: int = 1

    @property
    def flagged(self) -> bool:
        """Whether the finding may reach the police."""
        return self.tier is Tier.FLAGGED


@dataclass(frozen=True, slots=True)
class Change:
    """A change against what was expected without the measure, in events over the horizon, with a 95 % interval."""

    estimate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Robustness:
    """One line of a displacement's table of robustness: what was changed, what came out, whether the finding stands.

    ``displaced`` is None where the line is no estimate (placebos); ``said`` tells it in words.
    """

    name: str
    displaced: Change | None
    holds: bool | None
    said: str


@dataclass(frozen=True, slots=True)
class Displacement:
    """What a measure did here and next door, said no louder than shown.

    ``local`` and ``displacement`` are always apart; a total hides a waterbed. ``ladder_step`` runs 0-5 and decides
    the ``wording``. ``receiving`` pairs a municipality with its q-value (<= 0.05). ``methods`` holds the other
    estimators' rows for those who ask for all. Too few events leave the estimates None and the wording says so.
    """

    id: str
    intervention_id: str
    method: str
    horizon_days: int
    local: Change | None
    displaced: Change | None
    total: Change | None
    displacement_p: float | None
    dispersion: float | None
    effort_adjusted: bool
    receiving: tuple[tuple[str, float], ...]
    persons_carrying: int | None
    ladder_step: int
    wording: str
    minimum_detectable: float | None
    sources: tuple[str, ...]
    caveats: tuple[str, ...]
    treated: tuple[str, ...]
    ring: tuple[str, ...]
    controls: tuple[str, ...]
    rule_version: str
    encounters: tuple[str, ...]
    methods: tuple["Displacement", ...] = field(default=())
    robustness: tuple[Robustness, ...] = ()
    wording_nl: str = ""
    version: int = 1


Finding = Reappearance | Rotation | Relocation | Displacement
