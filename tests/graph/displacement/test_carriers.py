"""The same persons next door: seen when they come, and not when only the place closes where they were met."""

import numpy as np
import pytest

from graph.columns import EventColumns
from graph.displacement.carriers import Carried, carried
from graph.displacement.sccs import Pieces, sccs

TREATED, NEXT, FAR = "GM0599", "GM0502", "GM0606"
START, DAYS = 728, 910


def events_of(rows: list[tuple[int, str, int]]) -> EventColumns:
    """Events of (person, town, day)."""
    towns = (NEXT, TREATED, FAR)
    order = tuple(sorted(towns))
    n = len(rows)
    none = np.full(n, -1, dtype=np.int32)
    return EventColumns(
        ids=tuple(map(str, range(n))),
        municipality=np.array([order.index(t) for _, t, _ in rows], dtype=np.int32),
        source=np.zeros(n, dtype=np.int32),
        day=np.array([d for _, _, d in rows], dtype=np.int32),
        span=np.ones(n, dtype=np.int32),
        premises_kind=none,
        channel=none,
        person=np.array([p for p, _, _ in rows], dtype=np.int32),
        is_tally=np.zeros(n, dtype=bool),
        in_operation=np.zeros(n, dtype=bool),
        municipalities=order,
        sources=("s",),
        premises_kinds=(),
        channels=(),
        persons=tuple(map(str, range(max(p for p, _, _ in rows) + 1))),
    )


def people(
    seed: int, *, detected_after: float = 0.3, come: float = 1.0, looked: float = 1.0
) -> list[tuple[int, str, int]]:
    """Six hundred who are in both towns every ten weeks, met here at 0.3 and there at 0.13; and those of next door."""
    rng = np.random.default_rng(seed)
    rows = []
    for day in range(0, DAYS, 14):
        after = day >= START
        for town, first, rate in (
            (TREATED, 0, 0.3 if not after else detected_after),
            (NEXT, 0, 0.13 * (come * looked if after else 1.0)),
            (NEXT, 600, 0.2 * (looked if after else 1.0)),
        ):
            met = np.flatnonzero(rng.random(600) < rate / 5) + first
            rows += [(int(p), town, day + int(rng.integers(14))) for p in met]
    return rows


def judged(rows: list[tuple[int, str, int]]) -> Carried:
    found = carried(
        events_of(rows), treated=[TREATED], ring=[NEXT], sources=["s"], first_day=0, start=START, end=START + 180
    )
    assert found is not None
    return found


def share_elsewhere(rows: list[tuple[int, str, int]], *, after: bool) -> float:
    inside = [t for p, t, d in rows if p < 600 and (d >= START) == after]
    return inside.count(NEXT) / len(inside)


def test_the_share_met_elsewhere_rises_by_itself_and_is_no_evidence() -> None:
    """The mechanical trap: detection here falls from 0.3 to 0.05 and nobody moves."""
    rows = [row for seed in range(3) for row in people(seed, detected_after=0.05)]
    assert share_elsewhere(rows, after=False) == pytest.approx(0.30, abs=0.03)
    assert share_elsewhere(rows, after=True) == pytest.approx(0.72, abs=0.05)
    said = [judged(people(seed, detected_after=0.05)).p for seed in range(20)]
    assert sum(p <= 0.05 for p in said) <= 3


def test_the_series_on_encounters_next_door_does_not_fall_into_it_either() -> None:
    rows = people(4, detected_after=0.05)
    there = np.array([(p, d) for p, t, d in rows if t == NEXT and p < 600])
    ids = np.unique(there[:, 0])
    events = [
        [float(((there[:, 0] == p) & ((there[:, 1] >= START) == late)).sum()) for late in (False, True)] for p in ids
    ]
    pieces = Pieces(
        np.repeat(np.arange(len(ids)), 2),
        np.array(events).ravel(),
        np.tile([float(START), float(DAYS - START)], len(ids)),
        np.tile([[0.0], [1.0]], (len(ids), 1)),
    )
    (found,) = sccs(pieces) or ()
    low, high = found.ratio_interval()
    assert low < 1 < high


def test_more_looking_next_door_moves_nobody() -> None:
    said = [judged(people(seed, detected_after=0.05, looked=2.0)).p for seed in range(20)]
    assert sum(p <= 0.05 for p in said) <= 3


def movers(seed: int, *, looked: float) -> list[tuple[int, str, int]]:
    """In each half-year two hundred are met here, and a fifth of them live next door from the next on, measure or not."""
    rng = np.random.default_rng(seed)
    rows = []
    for half in range(DAYS // 182):
        known = np.arange(200) + 200 * half
        rows += [(int(p), TREATED, half * 182 + int(rng.integers(182))) for p in known]
        come = rng.choice(known, 40, replace=False)
        for day in range((half + 1) * 182, min((half + 2) * 182, DAYS), 14):
            rate = 0.25 * (looked if day >= START else 1.0)
            rows += [(int(p), NEXT, day + int(rng.integers(14))) for p in come if rng.random() < rate]
    for day in range(0, DAYS, 14):
        rate = 0.25 * (looked if day >= START else 1.0)
        rows += [(p + 10_000, NEXT, day + int(rng.integers(14))) for p in range(150) if rng.random() < rate]
    return rows


@pytest.mark.parametrize("looked", [0.4, 2.5])
def test_neither_less_nor_more_looking_makes_newcomers_of_those_who_move_anyway(looked: float) -> None:
    """Halved visits halve encounters, but not how many of those who stay are met at all."""
    said = [judged(movers(seed, looked=looked)) for seed in range(12)]
    assert sum(f.p <= 0.05 for f in said) <= 2
    assert sum(f.found for f in said) <= 1.1 * sum(f.expected for f in said)


def test_those_who_come_are_seen_with_how_many_were_to_be_expected() -> None:
    found = judged(people(1, detected_after=0.05, come=2.0))
    assert found.p < 0.01
    assert found.found / found.expected == pytest.approx(2.0, rel=0.3)
    assert found.p_towns[0] == pytest.approx(found.p, rel=0.5)


def test_without_an_earlier_date_nothing_is_said() -> None:
    events = events_of(people(1))
    assert (
        carried(events, treated=[TREATED], ring=[NEXT], sources=["s"], first_day=START - 100, start=START, end=DAYS)
        is None
    )


def test_who_was_next_door_already_is_no_newcomer_and_who_comes_counts_once() -> None:
    """Persons known from elsewhere are met next door alike throughout, so that nothing else changes."""
    residents = [(500 + p, NEXT, day) for p in range(40) for day in range(7, DAYS, 60)]
    met_here = [(p, TREATED, START - 30) for p in range(30)]
    earlier = [(100 + p, TREATED, START - 200) for p in range(30)]
    came = [(p, NEXT, START + 20 + k) for p in range(8) for k in range(3)]
    were_there = [(p, NEXT, day) for p in range(8, 20) for day in (START - 40, START + 40)]
    found = judged([*residents, *met_here, *earlier, *came, *were_there])
    assert found.found == 8
    assert found.p < 0.01
