"""Find rotations: mine groups, weigh them against shifted data, judge each, and say what each rests on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean, pstdev

import numpy as np
from numpy.typing import NDArray

from graph.columns import EncounterColumns, Ints, day_of
from graph.geography import load_municipalities
from graph.model import Rotation, Tier, WeakestCut, WhatIf
from graph.reappearance import finding_id
from graph.rotation.benign import Setting, benign_reading, crowds_of
from graph.rotation.chance import Chance, Judge, shifted_chance
from graph.rotation.comovement import Groups, are_tied, candidates_per_mover, mine_groups, sightings_at
from graph.rotation.families import GroupFacts, evidence_of, persons_by_identifier
from graph.rotation.frozen import FrozenChance, frozen
from graph.rotation.links import LinksOf, PersonLinks, links_known
from graph.rotation.measure import Way, movements, shortcomings, way_of
from graph.rotation.nulls import shift_null
from graph.rotation.points import Points, Popularity, points_of, popularity_of
from graph.rotation.rules import RotationRules
from graph.rotation.tiers import Verdict, tier_of
from graph.rotation.ties import ties_of
from graph.rotation.what_if import OtherWindows, Question, answers, questions

Cuts = Mapping[str, WeakestCut]


@dataclass(frozen=True, slots=True)
class RotationResult:
    """Findings, strongest first, and how they came about.

    ``tested`` counts the groups mined in the data, ``expected`` is the mean number in a shifted data set; ``shifts`` the
    number of those. ``chance`` is what was measured or went in; None where nobody moves.
    """

    findings: tuple[Rotation, ...]
    tested: int
    expected: float
    shifts: int
    chance: FrozenChance | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class _Data:
    columns: EncounterColumns
    points: Points
    popularity: Popularity
    groups: Groups
    carriers: NDArray[np.int64]
    crowds: NDArray[np.int64]
    bounds: NDArray[np.int64]
    windows: OtherWindows
    rules: RotationRules

    def names(self, group: int) -> list[str]:
        return [self.columns.persons[self.points.persons[p]] for p in self.groups.of(group)]


@dataclass(frozen=True, slots=True)
class _Stratum:
    """Groups compared with each other: what chance gives of them, q-values, and numbers of those that stand out.

    ``everybody`` is chance with everybody shifted, ``chance`` without those in groups that stand.
    """

    everybody: Chance
    chance: Chance
    q_values: NDArray[np.float64]
    least: float
    strong: tuple[int, ...]


def find_rotations(
    columns: EncounterColumns,
    *,
    cuts: Cuts | LinksOf,
    rules: RotationRules,
    seed: int,
    shifts: int,
    known: FrozenChance | None = None,
    progress: Callable[[float], None] | None = None,
) -> RotationResult:
    """All rotations in the encounters, tier ``none`` (kept with the reason) to ``flagged``.

    Parameters
    ----------
    columns
        Encounters.
    cuts
        Weakest cut of every person whose cut is uncertain, by person id; or a function that is asked once, for all
        persons in groups that stand out.
    rules
        Thresholds.
    seed
        Seed of the shifted data sets.
    shifts
        Most shifted data sets; p-values are multiples of 1 / (those drawn + 1).
    known
        Chance as measured before: then nothing is shifted, and neither seed nor shifts matter.
    progress
        Called with the share done, in [0, 1].
    """
    points = points_of(columns, rules)
    if len(points.persons) < rules.min_persons:
        return RotationResult((), 0, 0.0, 0)
    popularity = known.popularity_in(columns.municipalities) if known else popularity_of(columns, rules)
    candidates = known.candidates if known else candidates_per_mover(points, rules)
    rules = rules.among(candidates)
    ties = ties_of(columns, points, most=rules.max_group_size)
    groups = mine_groups(sightings_at(points, points.day, popularity, rules), rules, ties)
    judge = judge_of(points, rules)
    passed = judge(groups, points.town, points.day)
    if known is None:
        null = shift_null(columns, points, rules)
        calibration = shifted_chance(
            points, popularity, null, groups, ties, rules, shifts=shifts, seed=seed, judge=judge, progress=progress
        )
        known = frozen(columns, popularity, candidates, calibration, rules)
    everybody, rest = known.calibration.everybody, known.calibration.rest
    tied = are_tied(groups, ties)
    strata = [
        _stratum(groups, before, chance, inside, passed & inside, floor, rules)
        for before, chance, inside, floor in zip(
            everybody, rest, (~tied, tied), (rules.pair_strength, rules.join_strength_tied), strict=True
        )
    ]
    data = _Data(
        columns, points, popularity, groups, persons_by_identifier(columns), crowds_of(columns),
        columns.person_bounds(), OtherWindows(points, popularity, ties, rules), rules,
    )  # fmt: skip
    links_of = cuts if callable(cuts) else links_known(cuts)
    links = links_of(sorted({name for stratum in strata for g in stratum.strong for name in data.names(g)}))
    found = [finding for stratum in strata for finding in _findings(data, stratum, links)]
    found.sort(key=lambda f: (-f.strength, f.id))
    return RotationResult(tuple(found), len(groups), sum(c.mined for c in rest), everybody[0].shifts, known)


def _stratum(
    groups: Groups,
    everybody: Chance,
    chance: Chance,
    inside: NDArray[np.bool_],
    passed: NDArray[np.bool_],
    floor: float,
    rules: RotationRules,
) -> _Stratum:
    q_values = np.ones(len(groups))
    q_values[passed] = chance.q_values(groups.strength[passed])
    least = max(floor, chance.least_strength(groups.strength[passed], rules.q_pattern))
    strong = np.flatnonzero(inside & (groups.strength >= least)).tolist()
    return _Stratum(everybody, chance, q_values, least, tuple(strong))


def judge_of(points: Points, rules: RotationRules) -> Judge:
    """Which groups pass for a rotation: their walk returns over enough towns, and stays are proven short."""
    from graph.rotation import walk_kernel  # noqa: PLC0415 - loads numba

    towns = int(points.town.max()) + 1

    def judge(groups: Groups, town: Ints, day: Ints) -> NDArray[np.bool_]:
        features = walk_kernel.walk_features(
            groups.members, groups.offsets, points.bounds, town, day, towns, rules.apart_days, rules.short_stay_days
        )
        return (features[:, walk_kernel.CLOSED_TOWNS] >= rules.min_towns) & (
            features[:, walk_kernel.SHORT_STAYS] >= rules.min_short_stays
        )

    return judge


def _findings(data: _Data, stratum: _Stratum, links: Mapping[str, PersonLinks]) -> tuple[Rotation, ...]:
    """Findings of the groups that stand out, each with what becomes of it otherwise."""
    columns, points, rules = data.columns, data.points, data.rules
    strong, least = stratum.strong, stratum.least
    whole = [_points_of(points, data.groups.of(g)) for g in strong]
    moved = movements(points, data.popularity, whole, rules)
    wanting = [shortcomings(m, rules, least_strength=least) for m in moved]
    asked: list[list[Question]] = [
        [] if missing else questions(columns, points, data.groups.of(g), links, rules)
        for g, missing in zip(strong, wanting, strict=True)
    ]
    said = answers(points, data.popularity, asked, rules, least_strength=least)
    findings = []
    for g, missing, own in zip(strong, wanting, said, strict=True):
        what_if = (*own, *data.windows.answers(data.groups.of(g), least_strength=least)) if own else own
        findings.append(_finding(data, stratum, g, missing, what_if, links))
    return tuple(findings)


def _finding(
    data: _Data,
    stratum: _Stratum,
    group: int,
    missing: tuple[str, ...],
    what_if: tuple[WhatIf, ...],
    links: Mapping[str, PersonLinks],
) -> Rotation:
    columns, rules, chance = data.columns, data.rules, stratum.chance
    names, strength = data.names(group), float(data.groups.strength[group])
    way = way_of(columns, data.points, data.groups.of(group), rules)
    rows = data.points.row[way.points]
    facts = GroupFacts(columns, rows, way.circuit, way.stay_days, data.carriers)
    evidence = evidence_of(facts, rules)
    weakest = next((w for w in what_if if w.kind == "weakest link"), None)
    if weakest is not None and not weakest.holds:
        verdict = Verdict(Tier.NONE, tuple(f"without the weakest link: {w}" for w in weakest.because))
    else:
        verdict = tier_of(facts, evidence, missing, rules)
    cuts = [links[name].cut for name in names if name in links]
    encounters = tuple(sorted(columns.ids[r] for r in rows))
    return Rotation(
        id=finding_id("rotation", encounters),
        tier=verdict.tier,
        person_ids=tuple(sorted(names)),
        circuit=way.circuit.word if way.circuit else (),
        laps=way.circuit.laps if way.circuit else 0.0,
        first_seen=day_of(int(columns.first_day[rows].min())),
        last_seen=day_of(int(columns.last_day[rows].max())),
        evidence=tuple(e.family for e in evidence),
        strength=strength,
        expected_by_chance=chance.expected_at(strength),
        p_value=stratum.everybody.p_value(strength),
        q_value=float(stratum.q_values[group]),
        findings_tested=len(data.groups),
        findings_expected=chance.mined,
        weakest_link_probability=min((cut.probability for cut in cuts if cut is not None), default=None),
        survives_weakest_link=weakest is None or weakest.holds,
        sources=tuple(columns.sources[s] for s in np.unique(columns.source[rows])),
        benign_reading=benign_reading(_setting(data, group, rows, way, links)),
        rule_version=rules.version,
        encounters=encounters,
        unflagged_because=verdict.because,
        stay_days=fmean(way.stay_days) if way.stay_days else None,
        stay_variation=_variation(way.stay_days),
        what_if=what_if,
    )


def _setting(data: _Data, group: int, rows: NDArray[np.int64], way: Way, links: Mapping[str, PersonLinks]) -> Setting:
    persons = data.points.persons[data.groups.of(group)]
    own = np.concatenate([np.arange(data.bounds[p], data.bounds[p + 1]) for p in persons])
    doubted = {name: links[name] for name in data.names(group) if name in links}
    return Setting(
        data.columns, rows, own, data.crowds[rows], way.stay_days, doubted, load_municipalities(), data.rules
    )


def _points_of(points: Points, members: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([np.arange(points.bounds[m], points.bounds[m + 1]) for m in np.sort(members)])


def _variation(days: Sequence[float]) -> float | None:
    return pstdev(days) / fmean(days) if len(days) > 1 and fmean(days) > 0 else None
