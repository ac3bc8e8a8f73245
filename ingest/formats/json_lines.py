"""JSON Lines: one object a line, flat or nested one level, keys as columns; numbers to the digit as they stand."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graph.errors import UnreadableFile
from ingest.formats.records import MAX_COLUMNS, Record, Source

MAX_LINE_BYTES = 4_000_000
"""A longer line is a spoilt row: parsed, it would take fifty times its size."""
MAX_ROW_BYTES = 64_000_000
NO_OBJECT = "a line that is not a JSON object"

_BOM = b"\xef\xbb\xbf"


class _Spoilt(ValueError):
    """What spoils a row."""


class _Number(str):
    """A number as it was written."""

    __slots__ = ()


def open_json_lines(path: Path) -> Source:
    """Open a JSON Lines file: its columns are all keys of all objects, in order of appearance.

    Raises
    ------
    UnreadableFile
        When no line is a JSON object, when it is one JSON document, or has more keys than any register has columns.
    """
    headers: dict[str, None] = {}
    for parsed in _objects(path):
        if not isinstance(parsed, str):
            headers.update(dict.fromkeys(parsed))
            if len(headers) > MAX_COLUMNS:
                message = f"{path.name} has more than {MAX_COLUMNS:,} different keys, more than any register: is it the right file?"
                raise UnreadableFile(message)
    if not headers:
        message = f"{path.name} holds no JSON object: JSON Lines has one object a line"
        raise UnreadableFile(message)
    names = list(headers)

    def records(*_: object) -> Iterator[Record]:
        yield names, None
        for parsed in _objects(path):
            yield ([], parsed) if isinstance(parsed, str) else ([parsed.get(h, "") for h in names], None)

    return Source(sheets=("",), top=lambda _: [names], check=lambda *_: (), records=records)


def looks_like_rows(path: Path) -> bool:
    """Whether a file's first line is a JSON object, or the beginning of a list: meant as rows, not as a document."""
    with path.open("rb") as stream:
        first = next((line for line in iter(lambda: stream.readline(MAX_LINE_BYTES), b"") if line.strip()), b"")
    head = first.removeprefix(_BOM).strip()
    return head.startswith(b"[") or isinstance(_parsed(head), dict)


def _objects(path: Path) -> Iterator[dict[str, str] | str]:
    """Object of each line, or what spoils it."""
    is_first = True
    with path.open("rb") as stream:
        while raw := stream.readline(MAX_LINE_BYTES):
            size = len(raw)
            while not raw.endswith(b"\n") and (more := stream.readline(MAX_LINE_BYTES)):
                size += len(more)
                if size > MAX_ROW_BYTES:
                    message = f"{path.name} has a line of over {MAX_ROW_BYTES // 1_000_000} MB: it is no JSON Lines"
                    raise UnreadableFile(message)
                raw = more
            line = (raw.removeprefix(_BOM) if is_first else raw).strip()
            if not line:
                continue
            if is_first and (line.startswith(b"[") or line == b"{"):
                message = f"{path.name} is one JSON document, not JSON Lines: write one object a line"
                raise UnreadableFile(message)
            is_first = False
            yield "a line longer than 4 MB" if size >= MAX_LINE_BYTES else _parsed(line)


def _parsed(line: bytes) -> dict[str, str] | str:
    try:
        value = json.loads(
            line, object_pairs_hook=_object, parse_int=_Number, parse_float=_number, parse_constant=_constant
        )
        return _flat(value) if isinstance(value, dict) else NO_OBJECT
    except _Spoilt as spoilt:
        return str(spoilt)
    except (ValueError, RecursionError):
        return NO_OBJECT


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Spoilt("a key that stands twice in one object")
    return found


def _number(text: str) -> str:
    """Number as text; a whole one without a point, as a document number that passed through a spreadsheet."""
    whole, _, rest = text.partition(".")
    return _Number(whole if rest and not rest.strip("0") else text)


def _constant(text: str) -> None:
    if text != "NaN":  # NaN is how tables write that nothing is there
        raise _Spoilt("a number without an end")


def _flat(value: dict[str, Any]) -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, cell in value.items():
        for inner, inside in cell.items() if isinstance(cell, dict) else ((key, cell),):
            if inner in flat:
                raise _Spoilt("a key that stands twice in one object")
            flat[inner] = _text(inside)
    if len(flat) > MAX_COLUMNS:
        raise _Spoilt("too many cells")
    return flat


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, list):
        return "|".join(_text(part) for part in cell)
    return str(cell) if isinstance(cell, str) else json.dumps(cell)
