"""A canonical file in a line, for tests of formats."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from api.bench.hostile_files import HEADER, ROW
from ingest.formats import RawRow, open_table
from ingest.layouts import Layout

CELLS = dict(zip(HEADER, ROW, strict=True))


def row(number: object = 1, **cells: str) -> list[str]:
    """Cells of a good record, in the order of the header; some of them said otherwise."""
    return [(CELLS | cells)[name].format(n=number) if name not in cells else cells[name] for name in HEADER]


def csv_bytes(rows: Sequence[Sequence[str]], *, delimiter: str = ",", end: str = "\n") -> bytes:
    """Unquoted text of rows under the header."""
    return "".join(delimiter.join(cells) + end for cells in [list(HEADER), *rows]).encode()


def read(path: Path, layout: Layout | None = None) -> list[RawRow]:
    """All rows of a file."""
    return list(open_table(path, layout).rows())


def column(path: Path, name: str, layout: Layout | None = None) -> list[str | None]:
    """Cells of one column; None for a spoilt row."""
    return [None if r.defect else r.cells.get(name, "") for r in read(path, layout)]


HEADER_WITH_BIRTH = (*HEADER, "family_name", "birth_date")


def csv_bytes_of(header: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes:
    """Unquoted text of rows as mappings."""
    return "".join(",".join(cells) + "\n" for cells in [header, *([r[h] for h in header] for r in rows)]).encode()
