"""Rows that nobody has judged yet, from a file to what is left of them, on the embedded engine and a real Neo4j."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from graph.geography import load_municipalities
from graph.model import Reappearance
from graph.store.database import Database
from graph.store.derived import counts, dump
from graph.store.digest import graph_digest
from graph.store.findings import read_findings
from graph.store.outbox import read_alerts
from ingest.linkage.tokens import Tokeniser
from ingest.linkage.vault import reference_pairs
from ingest.pipeline.installation import Installation, open_installation
from ingest.pipeline.link import link_unlinked
from ingest.pipeline.load import Load, load_file
from ingest.pipeline.unassessed import Compared, compare_unassessed
from ingest.policy import Policy
from ingest.sealing.columns import CentreColumns
from tests.factories import KEYS

NOW = datetime(2025, 1, 1, tzinfo=UTC)
HEADER = (
    "source_id,record_id,reporter_type,observed_on,municipality,given_name,family_name,birth_date,document_number,"
    "status,legal_basis,purpose,regime"
)
ZSOFIA = "Zsófia,Vadász,1999-04-12,HUX77123"
ILKO = "Ilko,Borev,1985-01-30,BGX99881"
ALLOWED = Policy(bases={"basis": 0}, purposes=frozenset({"purpose"}), match_unassessed="basis")


def row(record: str, day: str, town: str, who: str = ZSOFIA, status: str = "PossibleVictimOfTrafficking") -> str:
    return f"team,{record},municipality,{day},{town},{who},{status},basis,purpose,AVG"


KNOWN = [row(f"R{n}", f"2024-0{n}-02", "GM0599") for n in (1, 2, 3)]
MET = row("C1", "2024-06-05", "GM0502", status="Unassessed")
STRANGER = row("C2", "2024-06-05", "GM0502", ILKO, status="Unassessed")


class Town:
    """A home to send files to."""

    def __init__(self, db: Database, folder: Path, policy: Policy = ALLOWED) -> None:
        self.db, self.folder = db, folder
        self.installation: Installation = open_installation(
            db,
            KEYS,
            policy,
            load_municipalities(),
            vault=folder / "vault",
            references=folder / "references",
            rejections=folder / "rejections.jsonl",
        )

    def send(self, *files: Sequence[str], ends_early: bool = False) -> Compared:
        load = Load(
            self.installation,
            Tokeniser(KEYS),
            CentreColumns(KEYS.centre_stage),
            NOW,
            date(2025, 1, 1),
            lambda _rows: None,
        )
        for n, rows in enumerate(files):
            path = self.folder / f"{n}.csv"
            path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
            report = load_file(path, load)
            assert (report.refused, report.rejected) == (None, 0)
        link_unlinked(self.installation, now=NOW, run="run", on_step=lambda _done, _all: None)
        if ends_early:
            return Compared()
        return compare_unassessed(self.installation, load.unassessed, now=NOW, run="run")

    def found(self) -> list[Reappearance]:
        return read_findings(self.db, Reappearance)

    def numbers(self) -> set[str]:
        return {record for _, (_, record) in reference_pairs(self.installation.references.read())}


@pytest.fixture
def town(db: Database, tmp_path: Path) -> Town:
    return Town(db, tmp_path)


def test_a_match_is_a_reappearance_marked_for_review_and_the_row_stays_a_tally(town: Town) -> None:
    done = town.send(KNOWN, [MET, STRANGER])
    assert (done.records, done.reappearances) == (2, 1)
    (found,) = town.found()
    assert (found.state, found.municipality_now, found.encounters_before) == ("for review", "GM0502", 3)
    assert found.link_probability >= 0.99
    assert {a.recipient for a in read_alerts(town.db)} == {"GM0599", "GM0502"}
    assert (counts(town.db)["Encounter"], counts(town.db)["Tally"], counts(town.db)["Person"]) == (3, 2, 1)
    assert town.numbers() == {"R1", "R2", "R3", "C1"}


def test_nothing_else_of_the_unassessed_is_kept(town: Town) -> None:
    town.send(KNOWN, [MET, STRANGER])
    vault = town.installation.vault.read()["encounter"].to_pylist()
    assert len(vault) == 3
    (found,) = town.found()
    assert found.deciding_encounter not in vault
    judged = [n for n in dump(town.db) if found.deciding_encounter in str(n) and "given_name" in str(n)]
    assert judged == []


def test_without_a_basis_in_the_policy_they_are_only_counted(db: Database, tmp_path: Path) -> None:
    town = Town(db, tmp_path, Policy())
    assert town.send(KNOWN, [MET]) == Compared()
    assert town.found() == []
    assert town.numbers() == {"R1", "R2", "R3"}


def test_the_order_of_files_and_sending_them_again_change_nothing(town: Town) -> None:
    town.send([MET, STRANGER], KNOWN)
    before, alerts = graph_digest(town.db), len(read_alerts(town.db))
    assert town.send(KNOWN, [MET, STRANGER]) == Compared()
    assert graph_digest(town.db) == before
    assert len(read_alerts(town.db)) == alerts == 2


def test_a_run_that_ended_before_comparing_is_made_good_by_the_next(town: Town) -> None:
    town.send(KNOWN, [MET, STRANGER], ends_early=True)
    assert town.found() == []
    done = town.send(KNOWN, [MET, STRANGER])
    assert (done.records, done.reappearances) == (2, 1)
    assert len(town.found()) == 1


def test_a_row_is_compared_once_whatever_comes_later(town: Town) -> None:
    assert town.send([MET]).records == 1
    assert town.send(KNOWN, [MET]) == Compared()
    assert town.found() == []


@pytest.mark.parametrize("status", ["NotAVictimOfTrafficking", "PossibleVictimOfTrafficking"])
def test_what_the_source_says_later_replaces_the_match(town: Town, status: str) -> None:
    town.send(KNOWN, [MET])
    (before,) = town.found()
    town.send([MET.replace("Unassessed", status)])
    found = town.found()
    if status == "NotAVictimOfTrafficking":
        assert found == []
        assert town.numbers() == {"R1", "R2", "R3"}
    else:
        assert [(f.id, f.state in ("open", "weak link")) for f in found] == [(before.id, True)]
        assert town.numbers() == {"R1", "R2", "R3", "C1"}
    assert len(read_alerts(town.db)) == 2


def test_a_match_goes_with_the_record_that_it_was_made_with(town: Town) -> None:
    one = KNOWN[:1]
    town.send(one, [MET])
    assert len(town.found()) == 1
    town.send([one[0].replace(ZSOFIA, ILKO)])
    assert town.found() == []
    assert town.numbers() == {"R1"}


def test_a_match_stays_while_its_person_grows_and_a_stored_encounter_goes_before_it(town: Town) -> None:
    town.send(KNOWN, [MET])
    town.send([row("R4", "2024-04-02", "GM0599")])
    (grown,) = town.found()
    assert (grown.state, grown.encounters_before) == ("for review", 4)
    town.send([row("C9", "2024-07-01", "GM0502")])
    (stored,) = town.found()
    assert stored.state in ("open", "weak link")
    assert len(stored.encounters) == 5
    town.send([row("C9", "2024-07-01", "GM0502", status="NotAVictimOfTrafficking")])
    (again,) = town.found()
    assert (again.state, again.deciding_encounter) == ("for review", grown.deciding_encounter)


def test_adding_and_reducing_again_leaves_the_digest_as_it_was(town: Town) -> None:
    gone = [row("R5", "2024-05-02", "GM0599", status="NotAVictimOfTrafficking")]
    town.send([*KNOWN, *gone], [MET])
    before = graph_digest(town.db)
    town.send([row("R5", "2024-05-02", "GM0599")])
    assert graph_digest(town.db) != before
    town.send(gone)
    assert graph_digest(town.db) == before
