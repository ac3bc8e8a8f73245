"""The list of what a sender must mend, as Excel in the Netherlands opens it: ``;``, a byte order mark, CRLF.

One line a rejected row, with the column as the sender's own file calls it; a file that was refused as a whole is a
line without a row. It names what to mend, and never repeats a value.
"""

import csv
import io
from collections.abc import Sequence
from typing import BinaryIO

from api.exports.table import Type
from api.exports.writers import csv_cell
from graph.errors import WaterbedError
from ingest.formats import Table
from ingest.report import Rejection

COLUMNS = ("file", "row", "column", "reason")


class SendersList:
    """The list, as it is written.

    Parameters
    ----------
    out
        Where it goes.
    """

    def __init__(self, out: BinaryIO) -> None:
        self._text = io.TextIOWrapper(out, encoding="utf-8", errors="backslashreplace", newline="", write_through=True)
        self._writer = csv.writer(self._text, delimiter=";", lineterminator="\r\n")
        self._text.write("\ufeff")
        self._writer.writerow(COLUMNS)

    def add(self, table: Table, rejections: Sequence[Rejection]) -> None:
        """Add rejected rows of a file."""
        for r in rejections:
            column = table.header_of.get(r.column, r.column)
            self._write(table.path.name, r.row, column, r.reason)

    def add_refused(self, file: str, reason: str) -> None:
        """Add a file that was refused as a whole."""
        self._write(file, "", "", reason)

    def close(self) -> None:
        """Let go of where it goes, without closing that."""
        self._text.detach()

    def _write(self, file: str, row: int | str, column: str, reason: str) -> None:
        try:
            self._writer.writerow(
                [csv_cell(file, Type.TEXT), row, csv_cell(column, Type.TEXT), csv_cell(reason, Type.TEXT)]
            )
        except OSError as error:
            message = f"the list of rejections can't be written ({error.strerror}): free the disk, run again"
            raise WaterbedError(message) from None
