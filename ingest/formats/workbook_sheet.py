"""The XML of one worksheet to rows of text, as it streams."""

from collections.abc import Callable, Iterator
from typing import Any
from xml.parsers import expat

from ingest.formats.records import MAX_CELL_CHARACTERS, MAX_COLUMNS
from ingest.formats.refusals import Refuse, Why
from ingest.formats.workbook_values import Shows, moment_text, number_text, unescaped

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
MAX_EMPTY_CELLS = 20_000_000
MAX_TEXT_CHARACTERS = 4_000_000_000
"""Text of all cells together: a shared string counts wherever it stands."""

LONG = "a cell over 1 MB"
NOWHERE = "a cell that the sheet has no place for"

SheetRow = tuple[int, dict[int, str], str | None]
"""Number of the row in its sheet, its cells that hold something by column from 0, and what spoils it."""


class SheetXml:
    """Handlers that turn the elements of a sheet into rows. ``strings`` are the shared ones, ``styles`` by number."""

    def __init__(self, strings: Any, styles: list[Shows | int], *, is_1904: bool) -> None:
        self._strings = strings
        self._styles = styles
        self._is_1904 = is_1904
        self._rows: list[SheetRow] = []
        self._has_rows = False

    def drain(self) -> list[SheetRow]:
        """Rows complete since the last time."""
        rows, self._rows[:] = list(self._rows), []
        return rows

    def attach(self, parser: expat.XMLParserType) -> None:  # noqa: C901, PLR0915 - closures: a call for every tag
        """Set the handlers of a parser."""
        strings, styles, rows = self._strings, self._styles, self._rows
        columns: dict[str, int] = {}
        number, column, empty, total = 0, -1, 0, 0
        cells: dict[int, str] = {}
        defect: str | None = None
        kind, style = "n", 0
        heard: list[str] = []
        size, listens, phonetic = 0, False, 0

        def start(name: str, said: dict[str, str]) -> None:
            nonlocal number, column, cells, defect, kind, style, size, listens, phonetic
            local = name if ":" not in name else name.rpartition(":")[2]
            if local == "c":
                column += 1
                at = said.get("r")
                if at:
                    letters = at.rstrip("0123456789")
                    found = columns.get(letters)
                    if found is None:
                        found = _column(letters)
                        if len(columns) < LAST_COLUMN:
                            columns[letters] = found
                    column = found
                elif column > LAST_COLUMN and not self._has_rows:
                    raise Refuse(Why.TOO_MANY_COLUMNS)
                kind, style = said.get("t", "n"), int(said.get("s", "0"))
                heard.clear()
                size = 0
            elif local == "v" or (local == "t" and not phonetic):
                listens = True
            elif local == "rPh":
                phonetic += 1
            elif local == "row":
                at = said.get("r")
                number = int(at) if at else number + 1
                column, cells, defect = -1, {}, None

        def end(name: str) -> None:  # noqa: C901, PLR0912 - the hot path, in one call
            nonlocal listens, phonetic, defect, empty, total
            local = name if ":" not in name else name.rpartition(":")[2]
            if local in {"v", "t"}:
                listens = False
            elif local == "c":
                if not heard:
                    empty += 1
                    if empty > MAX_EMPTY_CELLS:
                        raise Refuse(Why.TOO_MANY_ROWS)
                    return
                said = "".join(heard) if len(heard) > 1 else heard[0]
                if kind == "s":
                    i = int(said)
                    if not 0 <= i < len(strings):
                        defect = NOWHERE
                        return
                    length = strings.size(i)
                    total += length
                    said = strings[i] if length <= MAX_CELL_CHARACTERS else ""
                elif kind == "n":
                    length = len(said)
                    shows = styles[style] if style < len(styles) else Shows.NUMBER
                    said = number_text(said, shows, is_1904=self._is_1904)
                else:
                    length = size
                    total += size
                    said = _typed(kind, said)
                if length > MAX_CELL_CHARACTERS:
                    defect = LONG
                if total > MAX_TEXT_CHARACTERS:
                    raise Refuse(Why.TOO_MUCH_TEXT)
                if not 0 <= column < LAST_COLUMN:
                    defect = NOWHERE
                elif said and not said.isspace():
                    cells[column] = said
            elif local == "row":
                if number > LAST_ROW:
                    raise Refuse(Why.TOO_MANY_ROWS)
                if cells or defect:
                    self._has_rows = True
                    rows.append((number, cells, defect))
            elif local == "rPh":
                phonetic -= 1

        def text(data: str) -> None:
            nonlocal size
            if listens:
                size += len(data)
                if size <= MAX_CELL_CHARACTERS + 10_000:
                    heard.append(data)

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text


class SheetRows:
    """Rows of a sheet: the header's cells, then each row's, those beyond the header after them.

    ``beyond`` are the columns outside the header that hold something, as far as the sheet was read.
    """

    def __init__(self, events: Iterator[SheetRow], header_row: int, tick: Callable[[], None]) -> None:
        self._events = events
        self._header_row = header_row
        self._tick = tick
        self.beyond: set[int] = set()

    def __iter__(self) -> Iterator[tuple[list[str], str | None]]:
        """Records, the header first; a row in which nothing stands under the header is none."""
        width = 0
        for count, (number, cells, defect) in enumerate(self._events):
            if count % 5_000 == 0:
                self._tick()
            if number < self._header_row:
                continue
            if not width:
                if number > self._header_row > 0:
                    return
                if len(cells) > MAX_COLUMNS:
                    raise Refuse(Why.TOO_MANY_COLUMNS)
                width = max(cells, default=-1) + 1
                if width > MAX_COLUMNS:  # a title or a stray mark far to the right of the table
                    width = _run(cells)
                yield [cells.get(i, "") for i in range(width)], defect
                continue
            inside = [cells.get(i, "") for i in range(width)]
            outside = [i for i in cells if i >= width]
            self.beyond.update(outside)
            if defect or any(inside):
                yield inside + [cells[i] for i in outside], defect

    def top(self, count: int) -> list[list[str]]:
        """Return the first rows as they stand in the sheet, blank ones too."""
        found: list[list[str]] = []
        for number, cells, _ in self._events:
            if number > count:
                break
            found += [[] for _ in range(number - len(found) - 1)]
            if len(cells) > MAX_COLUMNS:
                raise Refuse(Why.TOO_MANY_COLUMNS)
            width = max(cells, default=-1) + 1
            found.append([cells.get(i, "") for i in range(width if width <= MAX_COLUMNS else _run(cells))])
        return found


def _run(cells: dict[int, str]) -> int:
    """Width of the columns up to the last that lies within bounds."""
    return max((i for i in cells if i < MAX_COLUMNS), default=-1) + 1


def letters_of(column: int) -> str:
    """Letters of a column, 0 is A."""
    said = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        said = chr(65 + rest) + said
    return said


def _column(letters: str) -> int:
    """Number of a column by its letters, A is 0; beyond the last one for what is none."""
    if not letters.isascii() or not letters.isalpha() or len(letters) > 3:
        return LAST_COLUMN
    found = 0
    for letter in letters.upper():
        found = found * 26 + ord(letter) - 64
    return found - 1


def _typed(kind: str, said: str) -> str:
    if kind == "b":
        return "true" if said.strip() in ("1", "true") else "false"
    if kind == "e":  # what a failed formula shows says nothing of anybody
        return ""
    if kind == "d":
        from datetime import datetime  # noqa: PLC0415 - rare

        try:
            return moment_text(datetime.fromisoformat(said))
        except ValueError:
            return said
    return unescaped(said)
