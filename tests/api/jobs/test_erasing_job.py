"""An erasure that was cut off is finished by whatever opens the home next, with a line in the log; never twice at once."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.audit import AuditLog, verify
from api.home import Home
from api.jobs.erase import erase
from api.jobs.ingest import Watch, ingest_files
from api.jobs.opened import only_writer, opened_graph
from graph.embedded import stop
from graph.store.derived import counts
from graph.store.erasing import ERASED, begin, is_erasing
from ingest.keyring import load_keyring, new_keyring
from ingest.pipeline.review import By
from ingest.pseudonyms import encounter_id
from tests.contract.homes import row, write

pytestmark = pytest.mark.embedded
NOW = datetime(2025, 1, 10, 12, tzinfo=UTC)


def test_whatever_opens_a_home_finishes_its_erasure_unless_somebody_writes(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.folder(home.root)
    new_keyring(home.keys)
    keyring = load_keyring(home.keys)
    file = tmp_path / "met.csv"
    write(file, [row(f"A{n}", f"2024-0{n}-02", "GM0599", "Zsofia Vadasz 1999-04-12") for n in (1, 2, 3)])
    try:
        ingest_files(home, [file], layout=None, kind=None, now=NOW, watch=Watch())
        with opened_graph(home) as db:
            begin(db, [encounter_id(keyring, "team", "A1")], why=ERASED, now=NOW)
            with only_writer(home), opened_graph(home) as again:
                assert counts(again)["Encounter"] == 2, "who is the writer already finishes it within"
            begin(db, [encounter_id(keyring, "team", "A2")], why=ERASED, now=NOW)
            assert is_erasing(db)
        with opened_graph(home) as db:
            assert not is_erasing(db)
            assert counts(db)["Encounter"] == 1
        erased = erase(home, "record", "team/A3", By("officer", "asked for it"), now=NOW)
        assert (erased.records, erased.left) == (1, 0)
    finally:
        stop(home.graph)
    log = AuditLog(home.audit, keyring.audit)
    assert verify(log).is_whole
    said = log.path.read_text()
    assert (said.count('"interrupted"'), said.count('"begun"'), said.count('"done"')) == (2, 1, 3)
