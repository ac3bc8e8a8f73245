"""Find rotations: mine groups, weigh them against shifted data, judge each, and say what each rests on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev

import numpy as np
from numpy.typing import NDArray

from graph.columns import EncounterColumns, Ints, day_of
from graph.geography import load_municipalities
from graph.model import Rotation, Tier, WeakestCut, WhatIf
from graph.reappearance import finding_id
from graph.rotation.benign import Setting, benign_reading, crowds_of
from graph.rotation.chance import Calibration, calibrated
from graph.rotation.comovement import Groups, mine_groups, sightings_at
from graph.rotation.families import GroupFacts, evidence_of, persons_by_identifier
from graph.rotation.frozen import FrozenChance, frozen
from graph.rotation.links import LinksOf, PersonLinks, links_known
from graph.rotation.measure import Way, movements, shortcomings, way_of
from graph.rotation.nulls import shift_null
from graph.rotation.points import Points, Popularity, points_of, popularity_of, usual_switching
from graph.rotation.rules import RotationRules
from graph.rotation.tiers import Verdict, tier_of
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
    chance: FrozenChance | None = None


@dataclass(frozen=True, slots=True)
class _Data:
    columns: EncounterColumns
    points: Points
    popularity: Popularity
    groups: Groups
    calibration: Calibration
    least: float
    carriers: NDArray[np.int64]
    crowds: NDArray[np.int64]
    bounds: NDArray[np.int64]
    usual_switching: float
    rules: RotationRules

    def names(self, group: int) -> list[str]:
        return [self.columns.persons[self.points.persons[p]] for p in self.groups.of(group)]


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
        Most shifted data sets of a round; p-values are multiples of 1 / (those drawn + 1).
    known
        Chance as measured before: then nothing is shifted, and neither seed nor shifts matter.
    progress
        Called with the share done, in [0, 1].
    """
    points = points_of(columns, rules)
    if len(points.persons) < rules.min_persons:
        return RotationResult((), 0, 0.0, 0)
    popularity = known.popularity_in(columns.municipalities) if known else popularity_of(columns, rules)
    groups = mine_groups(sightings_at(points, points.day, popularity, rules), rules)
    judge = judge_of(points, rules)
    if known:
        passed = judge(groups, points.town, points.day)
        calibration = known.calibration(groups.strength, passed, rules)
    else:
        null = shift_null(columns, points, rules)
        calibration = calibrated(
            points, popularity, null, groups, rules, shifts=shifts, seed=seed, judge=judge, progress=progress
        )
    least = calibration.least
    data = _Data(
        columns, points, popularity, groups, calibration, least, persons_by_identifier(columns),
        crowds_of(columns), columns.person_bounds(), usual_switching(points), rules,
    )  # fmt: skip
    strong = [int(g) for g in np.argsort(-groups.strength, kind="stable") if groups.strength[g] >= least]
    links_of = cuts if callable(cuts) else links_known(cuts)
    findings = _findings(data, strong, links_of(sorted({name for g in strong for name in data.names(g)})))
    return RotationResult(
        findings, len(groups), calibration.rest.mined, calibration.everybody.shifts,
        known or frozen(columns, popularity, calibration, rules),
    )  # fmt: skip


CLOSED = 3
"""Which feature of a walk counts the towns of its widest closed part."""


def judge_of(points: Points, rules: RotationRules) -> Callable[[Groups, Ints, Ints], NDArray[np.bool_]]:
    """Which groups pass for a rotation: their walk returns over enough towns, and stays are proven short."""
    from graph.rotation import walk_kernel  # noqa: PLC0415 - loads numba

    towns = int(points.town.max()) + 1

    def judge(groups: Groups, town: Ints, day: Ints) -> NDArray[np.bool_]:
        features = walk_kernel.walk_features(
            groups.members, groups.offsets, points.bounds, town, day, towns, rules.apart_days, rules.short_stay_days
        )
        return (features[:, CLOSED] >= rules.min_towns) & (features[:, 2] >= rules.min_short_stays)

    return judge


def _findings(data: _Data, strong: Sequence[int], links: Mapping[str, PersonLinks]) -> tuple[Rotation, ...]:
    """Findings of the groups that stand out, each with what becomes of it otherwise."""
    columns, points, rules = data.columns, data.points, data.rules
    whole = [_points_of(points, data.groups.of(g)) for g in strong]
    moved = movements(points, data.popularity, whole, rules)
    wanting = [shortcomings(m, rules, least_strength=data.least) for m in moved]
    asked: list[list[Question]] = [
        [] if missing else questions(columns, points, data.groups.of(g), links, rules)
        for g, missing in zip(strong, wanting, strict=True)
    ]
    said = answers(points, data.popularity, asked, rules, least_strength=data.least)
    windows = OtherWindows(points, data.popularity, rules) if any(asked) else None
    findings = []
    for g, missing, own in zip(strong, wanting, said, strict=True):
        what_if = own
        if windows and own:
            what_if = (*own, *windows.answers(data.groups.of(g), least_strength=data.least))
        findings.append(_finding(data, g, missing, what_if, links))
    return tuple(findings)


def _finding(
    data: _Data, group: int, missing: tuple[str, ...], what_if: tuple[WhatIf, ...], links: Mapping[str, PersonLinks]
) -> Rotation:
    columns, rules, calibration = data.columns, data.rules, data.calibration
    names, strength = data.names(group), float(data.groups.strength[group])
    way = way_of(columns, data.points, data.groups.of(group), rules)
    rows = data.points.row[way.points]
    facts = GroupFacts(columns, rows, way.circuit, way.stay_days, data.carriers, data.usual_switching)
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
        expected_by_chance=calibration.rest.expected_at(strength),
        p_value=calibration.everybody.p_value(strength),
        q_value=float(calibration.q_values[group]),
        findings_tested=len(data.groups),
        findings_expected=calibration.rest.mined,
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
