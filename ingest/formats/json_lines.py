"""JSON Lines: one object a line, flat or nested one level, keys as columns."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graph.errors import UnreadableFile

MAX_LINE_BYTES = 8_000_000


def records(path: Path) -> Iterator[tuple[list[str], str | None]]:
    """Records of a file, the header first: all keys of all objects, in order of appearance.

    Raises
    ------
    UnreadableFile
        When no line is a JSON object.
    """
    headers: dict[str, None] = {}
    for parsed in _objects(path):
        if parsed is not None:
            headers.update(dict.fromkeys(parsed))
    if not headers:
        message = f"{path.name} holds no JSON object: JSON Lines has one object a line"
        raise UnreadableFile(message)
    yield list(headers), None
    for parsed in _objects(path):
        if parsed is None:
            yield [], "a line that is not a JSON object"
        else:
            yield [parsed.get(h, "") for h in headers], None


def _objects(path: Path) -> Iterator[dict[str, str] | None]:
    with path.open("rb") as stream:
        for i, raw in enumerate(iter(lambda: stream.readline(MAX_LINE_BYTES), b"")):
            line = raw.removeprefix(b"\xef\xbb\xbf") if i == 0 else raw
            if not line.strip():
                continue
            try:
                value = json.loads(line)
            except (ValueError, RecursionError):
                value = None
            yield _flat(value) if isinstance(value, dict) else None


def _flat(value: dict[str, Any]) -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, cell in value.items():
        if isinstance(cell, dict):
            flat.update({inner: _text(v) for inner, v in cell.items()})
        else:
            flat[key] = _text(cell)
    return flat


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, list):
        return "|".join(_text(part) for part in cell)
    return cell if isinstance(cell, str) else json.dumps(cell)
