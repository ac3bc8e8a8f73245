import csv
import hashlib
import itertools
from datetime import date
from pathlib import Path

import pytest

from graph.geography import load_municipalities
from ingest.formats import open_table
from ingest.policy import Policy
from ingest.reader import Notes, Reader
from ingest.report import Rejection
from ingest.simulation import WORLDS, simulate
from ingest.simulation.scoring import displacement_found, linkage, read_truth, relocations, rotations
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
    truth = read_truth(region)
    for path in encounter_files(region):
        with path.open(encoding="utf-8") as stream:
            days = [r["observed_on"] for r in csv.DictReader(stream)]
        assert days == sorted(days)
    in_order = [p for _, p in sorted(truth.person_of.items())]
    adjacent = sum(a == b for a, b in itertools.pairwise(in_order))
    assert adjacent < 0.1 * len(in_order)


def test_a_calm_world_has_nothing_planted(tmp_path: Path) -> None:
    simulate(tmp_path, seed=1, encounters=2_000, world=WORLDS["calm"])
    truth = read_truth(tmp_path)
    assert truth.planted == {"rotations": [], "relocations": [], "displacements": []}
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
    } <= roles
    assert truth.planted["rotations"]
    assert truth.planted["displacements"][0]["flows"]["GM0502"] > 0


def test_scores_know_right_from_wrong(region: Path) -> None:
    truth = read_truth(region)
    links = [{"encounter_ref": ref, "person_id": person} for ref, person in truth.person_of.items()]
    assert linkage(links, truth).f1 == 1.0
    group, other = truth.planted["rotations"][:2]
    seen = [g for g in (group, other) if all(m in truth.role_of for m in g["members"])]
    right = [{"person_ids": "|".join(g["members"])} for g in seen]
    residents = [p for p, role in truth.role_of.items() if role == "resident"][:3]
    scored = rotations([*right, {"person_ids": "|".join(residents)}], links, truth)
    assert (scored.made, scored.right, scored.found) == (len(seen) + 1, len(seen), len(seen))
    assert scored.wrong_by_role == {"resident": 1}
    nothing = relocations([], truth, World())
    assert nothing.precision is None
    row = {"intervention_id": "S-CLOSURE", "ladder_step": "2", "receiving_municipalities": "GM0502:0.01"}
    assert displacement_found([row], truth)
    assert not displacement_found([row | {"receiving_municipalities": ""}], truth)
