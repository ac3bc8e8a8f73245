"""What a comparison puts on disk lies in no folder that anybody looks into, can't be read, and is gone afterwards."""

from pathlib import Path

import pytest

from ingest.linkage.columnar import columnar

WORD = "vandlakenyi"


@pytest.mark.slow
def test_what_does_not_fit_in_memory_is_enciphered_and_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    with columnar() as connection:
        connection.execute("SET memory_limit = '60MB'")
        connection.execute(
            "CREATE TABLE words AS SELECT i, ? || (i * 7919) % 1000003 AS word FROM range(1500000) r(i)", [WORD]
        )
        assert connection.execute("SELECT count(*) FROM (SELECT * FROM words ORDER BY word)").fetchone() == (1_500_000,)
        spilled = [path for path in tmp_path.rglob("*.tmp") if path.is_file() and path.stat().st_size]
        assert spilled
        assert all(path.parent.stat().st_mode & 0o077 == 0 for path in spilled)
        assert not any(WORD.encode() in path.read_bytes() for path in spilled)
    assert list(tmp_path.rglob("*.tmp")) == []
    assert list(here.iterdir()) == []
