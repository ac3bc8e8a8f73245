"""A service leaves a file with its token: whole, in its own folder, and in nobody else's."""

from pathlib import Path
from typing import Any, cast

import pytest
from starlette.testclient import TestClient

from api.home import Home
from api.http.app import create_app
from api.http.service import Service
from api.intake.signals_file import code_digest
from graph.store.database import Database
from tests.factories import KEYS

LINE = b'{"source_id": "scan"}\n'


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "home")
    made.folder(made.root)
    said = (
        f'[feeds."ad.scan"]\nfolder = "drop"\ntoken_sha256 = "{code_digest("secret")}"\n[feeds.other]\nfolder = "o"\n'
    )
    made.feeds.write_text(said, encoding="utf-8")
    return made


def leave(home: Home, content: bytes = LINE, *, feed: str = "ad.scan", **headers: Any) -> Any:
    app = create_app(lambda: None, Service(home, cast("Database", None), KEYS))
    client = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)
    sent = {"Content-Type": "application/x-ndjson", "Authorization": "Bearer secret", **headers}
    return client.post(f"/v1/feeds/{feed}/files", content=content, headers=sent)


@pytest.mark.parametrize("content", [LINE, LINE[:-1]])
def test_a_file_lands_whole_in_the_folder_of_its_feed(home: Home, content: bytes) -> None:
    answer = leave(home, content)
    assert (answer.status_code, answer.json()) == (202, {"bytes": len(content)})
    (path,) = (home.root / "drop").iterdir()
    assert (path.suffix, path.read_bytes(), path.stat().st_mode & 0o777) == (".jsonl", LINE, 0o600)


@pytest.mark.parametrize(
    ("feed", "shown"), [("ad.scan", "Bearer wrong"), ("ad.scan", ""), ("other", "Bearer secret"), ("other", "Bearer "),
                        ("nobody", "Bearer secret"), ("ad.scan", "Basic secret")],
)  # fmt: skip
def test_without_the_feed_s_own_token_nothing_is_left(home: Home, feed: str, shown: str) -> None:
    assert leave(home, feed=feed, Authorization=shown).status_code == 401
    assert not (home.root / "drop").exists()


def test_only_json_lines_are_taken(home: Home) -> None:
    assert leave(home, LINE, **{"Content-Type": "text/csv"}).status_code == 415
    assert not (home.root / "drop").exists()
