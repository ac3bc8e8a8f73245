"""A home whose graph gives one table of encounters and a few findings, for jobs that read both; and its log."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from api.home import Home
from graph.columns import EncounterColumns
from graph.model import Finding
from graph.store.database import Row
from graph.store.rows import to_text
from ingest.keyring import new_keyring


class Graph:
    """A graph that holds findings, by kind."""

    def __init__(self, found: Mapping[str, Sequence[Finding]]) -> None:
        self._found = found

    def read(self, query: str, **parameters: object) -> list[Row]:
        kind = str(parameters.get("kind"))
        return [{"content": to_text(f)} for f in self._found.get(kind, ())] if query == "findings_read" else []


def stub_home(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    job: ModuleType,
    columns: EncounterColumns,
    found: Mapping[str, Sequence[Finding]],
) -> Home:
    """Home with keys, whose graph a job reads as these columns and findings."""
    made = Home(folder / "home")
    new_keyring(made.keys)

    @contextmanager
    def opened(_home: Home) -> Iterator[Graph]:
        yield Graph(found)

    monkeypatch.setattr(job, "opened_graph", opened)
    monkeypatch.setattr(job, "claim", lambda _db, _fingerprint: None)
    monkeypatch.setattr(job, "read_columns", lambda _db: columns)
    return made


def lines(home: Home) -> list[dict[str, Any]]:
    """Lines of the home's audit log."""
    path = home.audit / "audit.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
