from datetime import date, timedelta

import numpy as np
import pytest

from api.bench.rotation.found import PERFECT, trial
from api.bench.rotation.peer import plain_rotations
from api.bench.rotation.regions import Linked, own, perfect
from api.bench.rotation.score import Pooled, add
from api.bench.rotation.speed import words_of_networkx, words_walked
from graph.columns import EncounterRow, columns_of
from ingest.simulation import WORLDS, World
from ingest.simulation.scoring import Truth

BEGIN = date(2024, 1, 1)


def met(person: str, town: str, day: int) -> EncounterRow:
    when = BEGIN + timedelta(days=day)
    return EncounterRow(f"{person} {day} {town}", person, town, when, when)


def round_trip(person: str, begin: int) -> list[EncounterRow]:
    return [met(person, town, begin + 10 * i) for i, town in enumerate(["A", "B", "C", "A", "B", "C"])]


def test_the_plain_method_finds_two_who_go_round_together_and_nobody_else() -> None:
    together = [*round_trip("one", 100), *round_trip("two", 102)]
    apart = [row for i in range(6) for row in round_trip(f"other {i}", 400 + 100 * i)]
    columns = columns_of([*together, *apart, met("resident", "A", 0), met("resident", "A", 3_000)])
    ((persons, encounters),) = plain_rotations(columns, seed=1)
    assert persons == ["one", "two"]
    assert len(encounters) == 12


def test_findings_are_right_wrong_and_found_by_true_persons() -> None:
    rows = [*round_trip("p", 0), *round_trip("q", 0), *round_trip("r", 0), *round_trip("s", 0)]
    columns = columns_of(rows)
    true = {"p": "t1", "q": "t2", "r": "t3", "s": "t4"}
    truth = Truth(
        person_of={row.id: true[str(row.person)] for row in rows},
        role_of={"t1": "rotated", "t2": "rotated", "t3": "tourer", "t4": "tourer"},
        operation_of={},
        planted={"rotations": [
            {"id": "g", "members": ["t1", "t2"], "laps": 2.0, "shared": [], "late": [], "swapped": []},
            {"id": "h", "members": ["t8", "t9"], "laps": 2.0, "shared": ["phones"], "late": [], "swapped": []},
        ]},
    )  # fmt: skip
    pooled = Pooled()
    add(pooled, Linked(columns, truth), [(["p", "q"], [rows[0].id]), (["r", "s"], [rows[-1].id]), (["p", "s"], [])])
    assert (pooled.findings, pooled.right, pooled.planted, pooled.found) == (3, 1, 2, 1)
    assert pooled.wrong == {"tourer": 1, "several groups": 1}
    assert [(g.found, g.shares, g.met) for g in pooled.groups] == [(True, False, 6.0), (False, True, 0.0)]


@pytest.mark.parametrize("seed", [1, 2])
def test_networkx_lists_every_circuit_that_was_walked(seed: int) -> None:
    columns = perfect(World(), seed=seed, encounters=2_000).columns
    known = columns.person >= 0
    walked = words_walked(columns.person[known], columns.municipality[known])
    listed = words_of_networkx(columns.person[known], columns.municipality[known])
    assert sum(map(len, walked.values())) > 30
    assert all(words <= listed[person] for person, words in walked.items())


def test_own_linkage_has_the_encounters_of_perfect_linkage_under_other_persons() -> None:
    linked, true = (of(WORLDS["clean"], seed=1, encounters=300) for of in (own, perfect))
    assert sorted(linked.columns.ids) == sorted(true.columns.ids)
    assert np.count_nonzero(linked.columns.person < 0) >= np.count_nonzero(true.columns.person < 0)
    assert len(linked.columns.persons) >= 0.9 * len(true.columns.persons)


def test_a_trial_tells_of_each_method() -> None:
    told = trial("region", PERFECT, seeds=[1], encounters=400)
    assert set(told.methods) == {"flagged", "pattern and up", "plain method"}
    assert told.methods["flagged"].findings <= told.methods["pattern and up"].findings
