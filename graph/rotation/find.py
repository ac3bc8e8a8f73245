"""Find rotations: mine groups, weigh them against shifted data, judge each, and say what each rests on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.columns import EncounterColumns, Ints, day_of
from graph.model import Rotation, Tier, WeakestCut
from graph.reappearance import finding_id
from graph.rotation.chance import Chance, shifted_chance
from graph.rotation.comovement import Groups, are_tied, mine_groups, sightings_at
from graph.rotation.families import GroupFacts, evidence_of, persons_by_identifier
from graph.rotation.measure import Measure, measure, shortcomings
from graph.rotation.nulls import shift_null
from graph.rotation.points import Points, Popularity, points_of, popularity_of
from graph.rotation.rules import RotationRules
from graph.rotation.tiers import Verdict, benign_reading, tier_of
from graph.rotation.ties import ties_of

Cuts = Mapping[str, WeakestCut]


@dataclass(frozen=True, slots=True)
class Robustness:
    """What becomes of a finding without part of what it rests on: shown, and not deciding."""

    finding_id: str
    falls_without_source: tuple[str, ...]
    survives_all_uncertain_links: bool


@dataclass(frozen=True, slots=True)
class RotationResult:
    """Findings, strongest first, and how they came about.

    ``tested`` counts the groups mined in the data, ``expected`` is the mean number in a shifted data set; ``shifts`` the
    number of those.
    """

    findings: tuple[Rotation, ...]
    robustness: tuple[Robustness, ...]
    tested: int
    expected: float
    shifts: int


@dataclass(frozen=True, slots=True)
class _Data:
    columns: EncounterColumns
    points: Points
    popularity: Popularity
    carriers: NDArray[np.int64]
    row_of: Mapping[str, int]
    cuts: Cuts
    rules: RotationRules

    def measured(self, members: NDArray[np.int64], rows: frozenset[int] = frozenset(), source: int = -1) -> Measure:
        return measure(
            self.columns, self.points, self.popularity, members, self.rules, without_rows=rows, without_source=source
        )


def find_rotations(
    columns: EncounterColumns,
    *,
    cuts: Cuts,
    rules: RotationRules,
    seed: int,
    shifts: int,
    progress: Callable[[float], None] | None = None,
) -> RotationResult:
    """All rotations in the encounters, tier ``none`` (kept with the reason) to ``flagged``.

    Parameters
    ----------
    columns
        Encounters.
    cuts
        Weakest cut of every person whose cut is uncertain, by person id.
    rules
        Thresholds.
    seed
        Seed of the shifted data sets.
    shifts
        Number of shifted data sets; p-values are multiples of 1 / (shifts + 1).
    progress
        Called with the share done, in [0, 1].
    """
    points = points_of(columns, rules)
    if len(points.persons) < rules.min_persons:
        return RotationResult((), (), 0, 0.0, 0)
    popularity = popularity_of(columns, rules)
    ties = ties_of(columns, points, most=rules.max_group_size)
    groups = mine_groups(sightings_at(points, points.day, popularity, rules), rules, ties)
    judge = _judge(points, rules)
    passed = judge(groups, points.town, points.day)
    null = shift_null(columns, points, rules)
    chances = shifted_chance(
        points, popularity, null, groups, ties, rules, shifts=shifts, seed=seed, judge=judge, progress=progress
    )
    row_of = {columns.ids[r]: r for cut in cuts.values() for r in _rows_of(columns, cut)}
    data = _Data(columns, points, popularity, persons_by_identifier(columns), row_of, cuts, rules)
    tied = are_tied(groups, ties)
    found: list[tuple[Rotation, Robustness]] = []
    for chance, inside in zip(chances, (~tied, tied), strict=True):
        counted = passed & inside
        q_values = np.ones(len(groups))
        q_values[counted] = chance.q_values(groups.strength[counted])
        least = max(rules.pair_strength, chance.least_strength(groups.strength[counted], rules.q_pattern))
        strong = np.flatnonzero(inside & (groups.strength >= least))
        found += [_finding(data, groups, int(g), chance, float(q_values[g]), least) for g in strong]
    found.sort(key=lambda f: (-f[0].strength, f[0].id))
    return RotationResult(
        tuple(f for f, _ in found),
        tuple(r for _, r in found),
        len(groups),
        sum(chance.mined for chance in chances),
        chances[0].shifts,
    )


def _judge(points: Points, rules: RotationRules) -> Callable[[Groups, Ints, Ints], NDArray[np.bool_]]:
    from graph.rotation import walk_kernel  # noqa: PLC0415 - loads numba

    towns = int(points.town.max()) + 1

    def judge(groups: Groups, town: Ints, day: Ints) -> NDArray[np.bool_]:
        features = walk_kernel.walk_features(
            groups.members, groups.offsets, points.bounds, town, day, towns, rules.apart_days, rules.short_stay_days
        )
        return (features[:, 1] >= rules.min_towns) & (features[:, 2] >= rules.min_short_stays)

    return judge


def _finding(
    data: _Data, groups: Groups, group: int, chance: Chance, q_value: float, least: float
) -> tuple[Rotation, Robustness]:
    columns, rules = data.columns, data.rules
    members = groups.of(group)
    whole = data.measured(members)
    rows = data.points.row[whole.walk]
    facts = GroupFacts(columns, rows, whole.circuit, whole.stay_days, data.carriers)
    evidence = evidence_of(facts, rules)
    names = [columns.persons[data.points.persons[p]] for p in members]
    verdict = tier_of(facts, evidence, shortcomings(whole, rules, least_strength=least), rules)
    uncertain = sorted(
        (cut for name in names if (cut := data.cuts.get(name)) is not None), key=lambda c: (c.probability, c.person_id)
    )
    doubted = [c for c in uncertain if not c.confirmed and c.probability < rules.uncertain_below]
    survives = True
    if doubted:
        without = data.measured(members, _cut_rows(data, doubted[:1]))
        wanting = shortcomings(without, rules, least_strength=least)
        survives = not wanting
        if wanting and verdict.tier is not Tier.NONE:
            verdict = Verdict(Tier.NONE, tuple(f"without the weakest link: {w}" for w in wanting))
    encounters = tuple(sorted(columns.ids[r] for r in rows))
    sources = np.unique(columns.source[rows])
    finding = Rotation(
        id=finding_id("rotation", encounters),
        tier=verdict.tier,
        person_ids=tuple(sorted(names)),
        circuit=whole.circuit.word if whole.circuit else (),
        laps=whole.circuit.laps if whole.circuit else 0.0,
        first_seen=day_of(int(columns.first_day[rows].min())),
        last_seen=day_of(int(columns.last_day[rows].max())),
        evidence=tuple(e.family for e in evidence),
        strength=float(groups.strength[group]),
        expected_by_chance=chance.expected_at(float(groups.strength[group])),
        p_value=chance.p_value(float(groups.strength[group])),
        q_value=q_value,
        findings_tested=len(groups),
        findings_expected=chance.mined,
        weakest_link_probability=uncertain[0].probability if uncertain else None,
        survives_weakest_link=survives,
        sources=tuple(columns.sources[s] for s in sources),
        benign_reading=benign_reading(len(names)),
        rule_version=rules.version,
        encounters=encounters,
        unflagged_because=verdict.because,
    )
    falls = tuple(
        columns.sources[s]
        for s in sources
        if shortcomings(data.measured(members, source=int(s)), rules, least_strength=least)
    )
    holds = not shortcomings(data.measured(members, _cut_rows(data, doubted)), rules, least_strength=least)
    return finding, Robustness(finding.id, falls, holds)


def _rows_of(columns: EncounterColumns, cut: WeakestCut) -> list[int]:
    low = int(np.searchsorted(np.array(columns.persons), cut.person_id))
    if low >= len(columns.persons) or columns.persons[low] != cut.person_id:
        return []
    bounds = np.searchsorted(columns.person[: np.count_nonzero(columns.person >= 0)], [low, low + 1])
    return [r for r in range(int(bounds[0]), int(bounds[1])) if columns.ids[r] in cut.part]


def _cut_rows(data: _Data, cuts: list[WeakestCut]) -> frozenset[int]:
    return frozenset(data.row_of[e] for cut in cuts for e in cut.part if e in data.row_of)
