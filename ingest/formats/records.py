"""What every format gives: a source of records, and the bounds that hold for all of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

MAX_COLUMNS = 2_000
MAX_CELL_CHARACTERS = 1_000_000
TOP_ROWS = 20
"""Rows at the top of a sheet in which its header is looked for."""

Record = tuple[list[str], str | None]
"""Cells of one row as text, and what spoils it as a whole (None where nothing does)."""


@dataclass(frozen=True, slots=True)
class Source:
    """An open file of any format.

    ``sheets`` are the names of its sheets, one without a name where a format has none. ``top`` gives the first rows of
    a sheet, header and titles as they stand. ``check`` reads a sheet to its end once, using nothing of it, so that a
    file that can't be read as a whole is known before its first row is used; it gives the columns beyond the header
    that hold something. ``records`` streams a sheet: the header, then its rows, each followed by its cells beyond the
    header where ``may_overhang``. ``is_1904`` says from when serial dates count, None where a format has none.
    """

    sheets: tuple[str, ...]
    top: Callable[[str], list[list[str]]]
    check: Callable[[str, int], tuple[str, ...]]
    records: Callable[[str, int], Iterator[Record]]
    may_overhang: bool = False
    is_1904: bool | None = None
