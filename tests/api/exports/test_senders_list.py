"""The list of what a sender must mend opens in Excel, and runs nothing there."""

import csv
import io
from pathlib import Path

from api.exports.senders_list import SendersList
from ingest.formats import Table
from ingest.report import Rejection


def table(name: str, **header_of: str) -> Table:
    return Table(Path(name), "encounters", (), (), None, lambda: iter(()), header_of=header_of)


def test_a_line_for_each_rejected_row_under_the_files_own_headers() -> None:
    out = io.BytesIO()
    senders = SendersList(out)
    senders.add(
        table("=evil.csv", status="-Oordeel"), [Rejection(3, "status", "needed cell empty"), Rejection(4, "", "x;y")]
    )
    senders.add_refused("b.xlsx", "b.xlsx is not a whole XLSX workbook")
    senders.close()
    text = out.getvalue().decode("utf-8")
    assert text.startswith("\ufefffile;row;column;reason\r\n")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))[1:]
    assert rows == [
        ["'=evil.csv", "3", "'-Oordeel", "needed cell empty"],
        ["'=evil.csv", "4", "", "x;y"],
        ["b.xlsx", "", "", "b.xlsx is not a whole XLSX workbook"],
    ]
