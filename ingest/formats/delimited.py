"""Delimited text (RFC 4180) as it streams, in UTF-8 or Windows-1252, with ``,`` or ``;``.

A stray quote must not swallow the file and a bad byte must not cost more than its row. So a record with an open quote
may go on over a few lines only if it then has as many cells as the header; else its first line alone is spoilt. Bytes
that don't decode are kept as surrogates, by which their row is known.
"""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from graph.errors import UnreadableFile

MAX_LINE_BYTES = 8_000_000
MAX_RECORD_LINES = 500
NEARLY_ALL = 0.95
WIDE = 5
"""A line of text rarely holds as many delimiters as a header of this many columns."""

_GLUED = re.compile(r'[^,;\n]"[^",;\r\n]')
"""A quote amid a cell: where a quoted cell was closed by the opening of another."""

_BOM = b"\xef\xbb\xbf"


def detect_encoding(path: Path) -> str:
    """UTF-8 where nearly all lines decode as such, else Windows-1252.

    Raises
    ------
    UnreadableFile
        For a file with NUL bytes in most of its lines: not text.
    """
    lines = bad = binary = 0
    with path.open("rb") as stream:
        for raw in _physical_lines(stream):
            lines += 1
            binary += b"\x00" in raw
            try:
                raw.decode("utf-8")
            except UnicodeDecodeError:
                bad += 1
    if lines and binary > max(1, lines // 2):
        message = f"{path.name} is not text: send CSV, XLSX, Parquet or JSON Lines"
        raise UnreadableFile(message)
    return "utf-8" if bad <= (1 - NEARLY_ALL) * max(lines, 20) else "windows-1252"


def records(path: Path, *, encoding: str, delimiter: str | None) -> Iterator[tuple[list[str], str | None]]:
    """Records of a file, the header first, each with what spoils it (None where nothing does).

    Blank lines are no records. ``delimiter`` None: the one of ``,`` and ``;`` that the header has more of.
    """
    width = 0
    waiting: list[str] = []
    with path.open("rb") as stream:
        lines = _decoded(stream, encoding)
        while True:
            line = waiting.pop(0) if waiting else next(lines, None)
            if line is None:
                return
            if not line.strip():
                continue
            if delimiter is None:
                delimiter = ";" if line.count(";") > line.count(",") else ","
            cells, defect, unused = _record(line, lines, waiting, delimiter, width)
            waiting = unused
            width = width or len(cells)
            yield cells, defect


def _record(
    line: str, lines: Iterator[str], waiting: list[str], delimiter: str, width: int
) -> tuple[list[str], str | None, list[str]]:
    """Parse one record that begins with ``line``; its cells, its defect, and the lines read ahead but not used."""
    if len(line) >= MAX_LINE_BYTES:
        return [], "a line longer than 8 MB", waiting
    if not _quote_is_open(line, delimiter):
        return _cells(line, delimiter), None, waiting
    text, ahead = line, list[str]()
    while len(ahead) < MAX_RECORD_LINES and len(text) < MAX_LINE_BYTES:
        following = waiting.pop(0) if waiting else next(lines, None)
        if following is None:
            break
        ahead.append(following)
        if _is_whole(following, delimiter, width):
            break
        text += following
        if not _quote_is_open(text, delimiter):
            cells = _cells(text, delimiter)
            if width in (0, len(cells)) and not _GLUED.search(text.replace('""', "")):
                return cells, None, waiting
            break
    return [], "a quote that is never closed", [*ahead, *waiting]


def _is_whole(line: str, delimiter: str, width: int) -> bool:
    """Whether a line is a record by itself: then it isn't the inside of a cell that was opened before it."""
    return (
        width >= WIDE
        and line.count(delimiter) >= width - 1
        and not _quote_is_open(line, delimiter)
        and (len(_cells(line, delimiter)) == width)
    )


def _cells(text: str, delimiter: str) -> list[str]:
    (cells,) = csv.reader([text.rstrip("\r\n")] if '"' not in text else [text], delimiter=delimiter)
    return cells


def _quote_is_open(text: str, delimiter: str) -> bool:
    """Whether a record goes on in the next line: a quote that began a cell isn't closed."""
    if '"' not in text:
        return False
    is_open, at_start, i = False, True, 0
    while i < len(text):
        c = text[i]
        if is_open:
            if c == '"':
                if text[i + 1 : i + 2] == '"':
                    i += 1
                else:
                    is_open = False
        elif c == '"' and at_start:
            is_open = True
        at_start = c in (delimiter, "\n") and not is_open
        i += 1
    return is_open


def _decoded(stream: BinaryIO, encoding: str) -> Iterator[str]:
    for i, raw in enumerate(_physical_lines(stream)):
        line = raw.removeprefix(_BOM) if i == 0 else raw
        if encoding == "utf-8":
            yield line.decode("utf-8", errors="surrogateescape")
        else:
            yield line.decode(encoding, errors="replace")


def _physical_lines(stream: BinaryIO) -> Iterator[bytes]:
    while raw := stream.readline(MAX_LINE_BYTES):
        yield raw
        while len(raw) == MAX_LINE_BYTES and not raw.endswith(b"\n"):
            raw = stream.readline(MAX_LINE_BYTES)


csv.field_size_limit(MAX_LINE_BYTES * 2)
