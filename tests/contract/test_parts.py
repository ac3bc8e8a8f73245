"""A file in parts: each decided on while the one before is written, and yet as if it had been read at once."""

from pathlib import Path

import pytest

from graph.store.database import Database
from graph.store.derived import wipe
from graph.store.digest import graph_digest
from tests.contract.homes import home, row, take_in

ROWS = [
    row("r1", "2024-03-01", "GM0599", "Ilse Verzon 1990-02-03"),
    row("r2", "2024-03-02", "GM0599", "Bertus Fabeltjes 1991-04-05"),
    # The next part changes a record of the one being written, and says another again.
    row("r1", "2024-03-01", "GM0502", "Ilse Verzon 1990-02-03"),
    row("r2", "2024-03-02", "GM0599", "Bertus Fabeltjes 1991-04-05"),
    row("r3", "2024-03-03", "GM0502", "Ilse Verzon 1990-02-03"),
    row("r1", "2024-03-01", "GM0502", "Ilse Verzon 1990-02-03"),
]


@pytest.mark.parametrize("rows", [1, 2, 4])
def test_records_that_come_again_in_the_next_part_end_as_in_one_part(
    rows: int, db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (whole,) = take_in(home(db, tmp_path / "whole"), tmp_path / "files", ROWS)
    at_once = graph_digest(db)
    wipe(db)
    monkeypatch.setattr("ingest.pipeline.incoming.PART_ROWS", rows)
    (parted,) = take_in(home(db, tmp_path / "parted"), tmp_path / "files", ROWS)
    assert graph_digest(db) == at_once
    assert parted.outcomes == whole.outcomes
    assert parted.outcomes == {"stored": 3, "new_version": 1, "unchanged": 2}
