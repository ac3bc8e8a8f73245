"""From the sample files to the stories that are in them, by the command line alone."""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.commands import Command, new_home
from tests.ingest.test_samples import FILES, SAMPLES
from tests.shared import needs_shared

pytestmark = [needs_shared, pytest.mark.embedded, pytest.mark.slow]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Command]:
    with new_home(tmp_path_factory.mktemp("samples") / "home") as waterbed:
        for name in FILES:
            layout = SAMPLES / "layouts" / f"{Path(name).stem}.toml"
            options = ["--layout", str(layout)] if layout.exists() else []
            waterbed("ingest", SAMPLES / name, *options)
        waterbed("analyse", code=0)
        yield waterbed


def expected() -> Any:
    return json.loads((SAMPLES / "EXPECTED.json").read_text(encoding="utf-8"))


def refs(pairs: list[list[str]]) -> set[str]:
    return {f"{source}/{record}" for source, record in pairs}


def exported(waterbed: Command, kind: str) -> list[dict[str, str]]:
    return waterbed("export", kind, "--purpose", "test", "--with-references", code=0).rows()


def test_seven_times_rotterdam_then_capelle_is_one_person_and_one_reappearance(told: Command) -> None:
    story = expected()["stories"]["1_seven_times"]
    person_of = {r["encounter_ref"]: r["person_id"] for r in exported(told, "links")}
    (person,) = {person_of[ref] for ref in refs(story["encounter_refs"])}
    assert [p for p in person_of.values() if p == person] == [person] * 8
    (found,) = [r for r in exported(told, "reappearances") if r["person_id"] == person]
    known = story["reappearance"]
    assert found["municipalities_before"] == "|".join(known["municipalities_before"])
    assert found["municipality_now"] == known["municipality_now"]
    assert int(found["encounters_before"]) == known["encounters_before"]
    assert (found["last_seen_before"], found["seen_now"]) == (known["last_seen_before"], known["seen_now"])
    assert set(found["encounter_refs"].split("|")) == refs(story["encounter_refs"])
    alerts = [a["recipient"] for a in exported(told, "alerts") if a["finding_id"] == found["finding_id"]]
    assert sorted(alerts) == ["GM0502", "GM0599"]


def test_the_four_that_are_carried_round_are_one_flagged_rotation(told: Command) -> None:
    story = expected()["stories"]["2_rotation"]
    found = [r for r in exported(told, "rotations") if r["tier"] != "none"]
    (rotation,) = found
    assert rotation["flagged"] == "true"
    assert rotation["circuit"] == "|".join(story["circuit"])
    assert int(rotation["group_size"]) == story["group_size"]
    assert float(rotation["laps"]) == pytest.approx(story["laps"], abs=0.5)
    assert set(rotation["encounter_refs"].split("|")) == refs(story["encounter_refs"])


def test_the_closure_displaced_to_three_towns_and_the_other_measures_did_not(told: Command) -> None:
    story = expected()["stories"]["3_displacement"]
    rows = {r["intervention_id"]: r for r in told("export", "displacements", "--purpose", "test", code=0).rows()}
    found = rows[story["intervention_id"]]
    assert int(found["ladder_step"]) >= 2
    assert {r.split(":")[0] for r in found["receiving_municipalities"].split("|")} == set(story["receiving"])
    assert float(found["local_high"]) < 0 < float(found["displacement_low"])
    assert int(found["persons_carrying"]) == len(story["carriers"])
    for other in story["must_not_be_called_displacement"]:
        assert int(rows[other["intervention_id"]]["ladder_step"]) <= 1


def test_those_who_travel_on_their_own_account_are_nowhere(told: Command) -> None:
    decoys = refs(expected()["stories"]["4_decoys"]["encounter_refs"])
    for kind in ("links", "reappearances", "rotations", "relocations"):
        rows = exported(told, kind)
        named = {ref for r in rows for ref in (r.get("encounter_refs") or r.get("encounter_ref") or "").split("|")}
        assert not decoys & named


def test_the_parlour_moved_and_its_workers_stayed_five(told: Command) -> None:
    story = expected()["stories"]["5_relocation"]
    (found,) = [r for r in exported(told, "relocations") if r["tier"] != "none"]
    assert (found["from_municipality"], found["to_municipality"]) == (story["from"], story["to"])
    assert (found["left_after"], found["arrived_before"]) == (story["left_after"], story["arrived_before"])
    assert int(found["n_identifiers"]) == story["n_identifiers"]
    person_of = {r["encounter_ref"]: r["person_id"] for r in exported(told, "links")}
    assert len({person_of[ref] for ref in refs(story["encounter_refs"]) & person_of.keys()}) == len(story["persons"])


def test_persons_are_the_true_ones(told: Command) -> None:
    known = expected()["persons"]
    person_of = {r["encounter_ref"]: r["person_id"] for r in exported(told, "links")}
    truth = {ref: person for person, pairs in known["several_records"].items() for ref in refs(pairs)}
    members: dict[str, set[str]] = defaultdict(set)
    for ref, person in person_of.items():
        members[person].add(truth.get(ref, ref))
    assert [m for m in members.values() if len(m) > 1] == []
    whole = [p for p, pairs in known["several_records"].items() if len({person_of[r] for r in refs(pairs)}) == 1]
    strong = known["several_records"].keys() - set(known["weakly_evidenced"])
    assert len(strong & set(whole)) >= 0.97 * len(strong)


def test_the_same_files_again_change_nothing(told: Command) -> None:
    before, counted = told.digest(), told("export", "alerts", code=0).out
    canonical = [SAMPLES / name for name in FILES if name.endswith(".csv") and "rotterdam_controle" not in name]
    for _ in range(2):
        report = told("ingest", *canonical, "--json").json()
        for file in report["files"]:
            assert file["unchanged"] + file["rejected"] == file["rows"]
        assert report["linked"]["encounters"] == 0
    assert told.digest() == before
    assert told("export", "alerts", code=0).out == counted
