"""Delimited text (RFC 4180) as it streams, in UTF-8 or Windows-1252, with ``,``, ``;`` or tabs.

A stray quote must not swallow the file and a bad byte must not cost more than its row. So a record with an open quote
may go on over a few lines only if it then has as many cells as the header; else its first line alone is spoilt. Bytes
that don't decode are kept as surrogates, by which their row is known.
"""

import csv
import re
from collections import deque
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from graph.errors import UnreadableFile
from ingest.formats.lines import Lines
from ingest.formats.records import TOP_ROWS, Record, Source

MAX_RECORD_LINES = 500
MAX_RECORD_CHARACTERS = 8_000_000
MAX_LOST_LINES = 200_000
"""Lines looked at in vain for the ends of quotes; a file with more of them isn't quoted as RFC 4180 says."""
WIDE = 5
"""A line of text rarely holds as many delimiters as a header of this many columns."""

_GLUED = re.compile(r'[^,;\t\n]"[^",;\t\r\n]')
"""A quote amid a cell: where a quoted cell was closed by the opening of another."""
_DELIMITERS = (",", ";", "\t")
_SEP = re.compile(r'"?sep=([,;\t|])"?\s*', re.IGNORECASE)
"""First line by which Excel says its delimiter."""


def open_delimited(path: Path, *, encoding: str | None, delimiter: str | None) -> Source:
    """Open a text file.

    Parameters
    ----------
    path
        The file.
    encoding
        As a layout says it; None: UTF-8 where nearly all lines decode as such, else Windows-1252.
    delimiter
        As a layout says it; None: the one of ``,``, ``;`` and tab that the first lines hold most of.

    Raises
    ------
    UnreadableFile
        For a file that isn't text, or in an encoding that a table can't be read in.
    """
    if delimiter is not None and len(delimiter) != 1:
        message = f"{path.name}: the layout's delimiter is one character"
        raise UnreadableFile(message)
    lines = Lines(path, encoding)
    said = _SEP.fullmatch(next(iter(lines), "") or "")
    skipped = 1 if said else 0
    chosen = delimiter or (said[1] if said else _delimiter(islice(lines, TOP_ROWS)))

    def check(sheet: str, header_row: int) -> tuple[str, ...]:
        if lines.has_quotes:
            for _ in records(sheet, header_row):
                pass
        return ()

    def top(_: str) -> list[list[str]]:
        quoting = _Quoting(path.name, islice(lines, skipped, None), chosen)
        found = (next(quoting.records(), None) for _ in range(TOP_ROWS))
        return [record[0] for record in found if record]

    def records(_: str, header_row: int) -> Iterator[Record]:
        quoting = _Quoting(path.name, islice(lines, skipped, None), chosen)
        for _row in range(header_row - 1):
            next(quoting.records(), None)
        return (record for record in quoting.records() if record[0] != [""] or record[1])

    return Source(sheets=("",), top=top, check=check, records=records)


def _delimiter(lines: Iterator[str | None]) -> str:
    text = "".join(line[:100_000] for line in lines if line)
    return max(_DELIMITERS, key=text.count)


class _Quoting:
    """Lines put together to records. ``None`` among the lines stands for one that is too long."""

    def __init__(self, name: str, lines: Iterator[str | None], delimiter: str) -> None:
        self._name = name
        self._lines = lines
        self._delimiter = delimiter
        self._opening = re.compile(f'(?:^|{re.escape(delimiter)})"')
        self._waiting: deque[str | None] = deque()
        self._lost = 0

    def records(self) -> Iterator[Record]:
        """Records from here on, the header first; a blank line is one blank cell."""
        width = 0
        while True:
            try:
                line = self._next()
            except StopIteration:
                return
            if line is None:
                yield [], "a line longer than 8 MB"
                continue
            if not line.strip():
                yield [""], None
                continue
            record = self._record(line, width)
            width = width or len(record[0])
            yield record

    def _next(self) -> str | None:
        return self._waiting.popleft() if self._waiting else next(self._lines)

    def _record(self, line: str, width: int) -> Record:
        if not self._is_open(line, was_open=False):
            return self._cells(line)
        text, ahead, size, is_open = [line], list[str | None](), len(line), True
        while len(ahead) < MAX_RECORD_LINES and size < MAX_RECORD_CHARACTERS:
            try:
                following = self._next()
            except StopIteration:
                break
            ahead.append(following)
            if following is None or self._is_whole(following, width):
                break
            text.append(following)
            size += len(following)
            is_open = self._is_open(following, was_open=is_open)
            if not is_open:
                whole = "".join(text)
                record = self._cells(whole)
                fits = width in (0, len(record[0])) and not record[1]
                if fits and not _GLUED.search(whole.replace('""', "")):
                    return record
                break
        self._lost += len(ahead)
        if self._lost > MAX_LOST_LINES:
            message = (
                f"{self._name} has quotes that are never closed in too many rows: save it again with quotes closed"
            )
            raise UnreadableFile(message)
        self._waiting.extendleft(reversed(ahead))
        return [], "a quote that is never closed"

    def _is_whole(self, line: str, width: int) -> bool:
        """Whether a line is a record by itself: then it isn't the inside of a cell that was opened before it."""
        return (
            width >= WIDE
            and line.count(self._delimiter) >= width - 1
            and not self._is_open(line, was_open=False)
            and len(self._cells(line)[0]) == width
        )

    def _cells(self, text: str) -> Record:
        # A carriage return amid a line is data; csv takes it for the end of one.
        stripped = text.rstrip("\r\n")
        if '"' not in stripped:
            return stripped.split(self._delimiter), None
        try:
            (cells,) = csv.reader([stripped], delimiter=self._delimiter)
        except (csv.Error, ValueError):
            return [], "quotes that can't be read"
        return cells, None

    def _is_open(self, line: str, *, was_open: bool) -> bool:
        """Whether the record goes on after this line: a quote that began a cell isn't closed."""
        if '"' not in line:
            return was_open
        at, is_open = 0, was_open
        while True:
            if is_open:
                at = line.find('"', at)
                if at < 0:
                    return True
                is_doubled = line[at + 1 : at + 2] == '"'
                is_open = is_doubled
                at += 2 if is_doubled else 1
            else:
                found = self._opening.search(line, at)
                if not found:
                    return False
                at, is_open = found.end(), True


csv.field_size_limit(MAX_RECORD_CHARACTERS * 2)
