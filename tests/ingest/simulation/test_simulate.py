import csv
import hashlib
import itertools
import random
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graph.columns import columns_of, day_of, rows_of
from graph.geography import load_municipalities
from ingest.formats import open_table
from ingest.policy import Policy
from ingest.reader import Notes, Reader
from ingest.report import Rejection
from ingest.simulation import WORLDS, registers, simulate
from ingest.simulation.columns import drawn_columns
from ingest.simulation.meetings import NOT_A_VICTIM, UNASSESSED, draw_region
from ingest.simulation.people import TOWNS
from ingest.simulation.scoring import (
    Truth,
    displacement_found,
    linkage,
    made_of,
    read_truth,
    relocations,
    rotations,
)
from ingest.simulation.world import World
from ingest.validation import read_encounters


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("region")
    simulate(folder, seed=3, encounters=4_000)
    return folder


def content(folder: Path) -> dict[str, str]:
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def encounter_files(folder: Path) -> list[Path]:
    return [p for p in sorted(folder.glob("*.csv")) if p.name not in ("controles.csv", "maatregelen.csv")]


def test_the_same_seed_writes_the_same_bytes_and_another_does_not(region: Path, tmp_path: Path) -> None:
    simulate(tmp_path / "again", seed=3, encounters=4_000)
    simulate(tmp_path / "other", seed=4, encounters=4_000)
    assert content(tmp_path / "again") == content(region)
    assert content(tmp_path / "other") != content(region)


def test_every_row_is_valid_and_its_truth_is_known_once(region: Path) -> None:
    seen: list[str] = []
    for path in encounter_files(region):
        table = open_table(path)
        reader = Reader(Policy(), load_municipalities(), date(2026, 1, 1), None, Notes())
        assert not [r for r in read_encounters(table.rows(), reader) if isinstance(r, Rejection)]
        assert not +reader.notes.wrong_cells
        seen += [f"{row.cells['source_id']}/{row.cells['record_id']}" for row in table.rows()]
    with (region / "truth" / "records.csv").open(encoding="utf-8") as stream:
        known = [f"{r['source_id']}/{r['record_id']}" for r in csv.DictReader(stream)]
    assert sorted(seen) == sorted(known)
    assert len(set(seen)) == len(seen)
    assert 0.8 * 4_000 < len(seen) < 1.25 * 4_000


def test_record_numbers_and_order_tell_nobody_apart(region: Path) -> None:
    for path in encounter_files(region):
        with path.open(encoding="utf-8") as stream:
            days = [r["observed_on"] for r in csv.DictReader(stream)]
        assert days == sorted(days)
    with (region / "truth" / "records.csv").open(encoding="utf-8") as stream:
        persons = {f"{r['source_id']}/{r['record_id']}": r["person"] for r in csv.DictReader(stream) if r["person"]}
    observed: dict[tuple[str, str], list[str]] = {}
    for path in encounter_files(region):
        with path.open(encoding="utf-8") as stream:
            for r in csv.DictReader(stream):
                observed.setdefault((r["source_id"], r["observed_on"]), []).append(f"{r['source_id']}/{r['record_id']}")
    pairs = [
        (persons[a], persons[b])
        for refs in observed.values()
        for a, b in itertools.pairwise(sorted(ref for ref in refs if ref in persons))
    ]
    # Persons are numbered as they are drawn: in no order within a day, half of all neighbours ascend.
    assert len(pairs) > 300
    assert 0.42 < sum(a < b for a, b in pairs) / len(pairs) < 0.58


@pytest.mark.parametrize(("world", "median"), [("region", 3), ("met-more", 4)])
def test_worlds_are_met_as_often_as_they_say(world: str, median: int) -> None:
    """Median encounters of all persons met twice or more, over three regions."""
    met: list[int] = []
    for seed in (1, 2, 3):
        columns = drawn_columns(WORLDS[world], seed=seed, encounters=4_000).columns
        met += np.diff(columns.person_bounds()).tolist()
    assert np.median([n for n in met if n >= 2]) == median


def test_a_calm_world_has_nothing_planted(tmp_path: Path) -> None:
    simulate(tmp_path, seed=1, encounters=2_000, world=WORLDS["calm"])
    truth = read_truth(tmp_path)
    assert not any(truth.planted[kind] for kind in ("rotations", "relocations", "displacements"))
    assert not {"rotated", "relocated", "seven times"} & set(truth.role_of.values())


def test_a_region_has_every_story_and_decoy(region: Path) -> None:
    truth = read_truth(region)
    roles = set(truth.role_of.values())
    assert {
        "rotated",
        "relocated",
        "tourer",
        "commuter",
        "seasonal",
        "care",
        "mover",
        "sibling",
        "seven times",
        "reissued phone",
        "crowded phone",
    } <= roles
    assert truth.planted["rotations"]
    assert truth.planted["displacements"][0]["flows"]["GM0502"] > 0


def test_scores_know_right_from_wrong(region: Path) -> None:
    truth = read_truth(region)
    links = [{"encounter_ref": ref, "person_id": person} for ref, person in truth.person_of.items()]
    assert linkage(links, truth).f1 == 1.0
    group, other = truth.planted["rotations"][:2]
    seen = [g for g in (group, other) if all(m in truth.role_of for m in g["members"])]
    right = [{"person_ids": "|".join(g["members"]), "encounter_refs": ""} for g in seen]
    residents = [p for p, role in truth.role_of.items() if role == "resident"][:3]
    refs = [ref for ref, person in truth.person_of.items() if person in residents]
    wrong = {"person_ids": "|".join(residents), "encounter_refs": "|".join(refs)}
    scored = rotations([*right, wrong], links, truth)
    assert (scored.made, scored.right, len(scored.found)) == (len(seen) + 1, len(seen), len(seen))
    assert scored.wrong_by == {"resident": 1}
    nothing = relocations([], truth, World())
    assert nothing.precision is None
    row = {"intervention_id": "S-CLOSURE", "ladder_step": "2", "receiving_municipalities": "GM0502:0.01"}
    assert displacement_found([row], truth)
    assert not displacement_found([row | {"receiving_municipalities": ""}], truth)


def test_columns_hold_what_the_files_hold_and_the_contract_stores(region: Path) -> None:
    drawn = drawn_columns(World(), seed=3, encounters=4_000)
    truth = read_truth(region)
    stored = set()
    for path in encounter_files(region):
        with path.open(encoding="utf-8") as stream:
            for r in csv.DictReader(stream):
                ref = f"{r['source_id']}/{r['record_id']}"
                is_reduced = r["status"] in (NOT_A_VICTIM, UNASSESSED) or r["consent_status"] == "refused"
                if ref in truth.person_of and not is_reduced:
                    stored.add((truth.person_of[ref], r["municipality"], r["observed_on"][:7], r["source_id"]))
    columns = drawn.columns
    laid_out = {
        (columns.persons[p], columns.municipalities[m], day_of(d).isoformat()[:7], columns.sources[s])
        for p, m, d, s in zip(columns.person, columns.municipality, columns.first_day, columns.source, strict=True)
        if p >= 0
    }
    assert laid_out == stored
    assert columns_of(rows_of(columns)).identifier_codes.tolist() == columns.identifier_codes.tolist()
    assert columns_of(rows_of(columns)).ids == columns.ids
    assert drawn.truth.planted["rotations"] == truth.planted["rotations"]


def test_namesakes_are_one_only_where_that_error_is_asked_for() -> None:
    world = World(namesakes_per_1000=20)
    apart = drawn_columns(world, seed=2, encounters=1_000)
    joined = drawn_columns(world, seed=2, encounters=1_000, join_namesakes=True)
    assert len(joined.columns.persons) < len(apart.columns.persons)
    assert joined.truth.person_of == apart.truth.person_of


@pytest.mark.parametrize(
    ("members", "roles", "operations", "expected"),
    [
        (["a", "b"], {"a": "tourer", "b": "tourer"}, {}, "tourer"),
        (["a", "b"], {"a": "tourer", "b": "tourer"}, {"ea": "IC-1"}, "raid day"),
        (["a", "b"], {"a": "rotated", "b": "resident"}, {}, "several groups"),
        (["a", "b", "c"], {"a": "rotated", "b": "tourer", "c": "commuter"}, {}, "commuter"),
    ],
)
def test_a_wrong_finding_is_counted_under_what_it_was_made_of(
    members: list[str], roles: dict[str, str], operations: dict[str, str], expected: str
) -> None:
    refs = [f"e{m}" for m in members]
    truth = Truth(dict(zip(refs, members, strict=True)), roles, operations, {"rotations": []})
    assert made_of(members, refs, members, truth) == expected


def test_records_of_two_in_one_person_are_a_false_join() -> None:
    truth = Truth({"e1": "a", "e2": "b", "e3": "c"}, {"a": "namesake", "c": "resident"}, {}, {"rotations": []})
    assert made_of(["a", "c"], ["e1", "e2", "e3"], ["p", "p", "q"], truth) == "false join"


def test_members_change_places_midway() -> None:
    world = World(group_sizes=(3,), swapped_members=1.0, late_members=0.0, rotated=0.1)
    region = draw_region(world, seed=1, encounters=1_000, named=False)
    stays = {p.id: p.stays for p in region.persons}
    planted: Any = region.planted["rotations"]
    assert len(planted) > 3
    for group in planted:
        left, joined = group["swapped"]
        assert {left, joined} < set(group["members"])
        assert len(group["members"]) == 4
        assert stays[left][-1].last_day < stays[joined][0].first_day


def test_controls_say_how_hard_was_looked() -> None:
    world = World(effort_by_town=(0.5, 2.0), effort_by_season=0.0)
    visits = registers.effort(world, random.Random(1))
    looked = registers.relative_effort(visits, world)
    mean = {town: sum(row) / len(row) for town, row in looked.items()}
    assert max(mean.values()) > 2 * min(mean.values())
    assert sum(TOWNS[t] * m for t, m in mean.items()) / sum(TOWNS.values()) == pytest.approx(1.0)
    drawn = drawn_columns(replace(world, rotated=0, closure=False), seed=1, encounters=20_000).columns
    met = dict(zip(drawn.municipalities, np.bincount(drawn.municipality), strict=True))
    residents = {t: met[t] / TOWNS[t] for t in TOWNS if TOWNS[t] >= 5}
    effort = registers.relative_effort(registers.effort(world, random.Random(1)), world)
    assert np.corrcoef([residents[t] for t in residents], [np.mean(effort[t]) for t in residents])[0, 1] > 0.8
