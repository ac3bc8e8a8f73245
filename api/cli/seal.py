"""``waterbed seal``: a file at its sender, turned into one that holds no plain identifier."""

from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.context import context_of, progress, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.home import Home
    from ingest.accounting import FileReport
    from ingest.formats import Table
    from ingest.layouts import Layout
    from ingest.report import Rejection

LINES_TOLD = 50
"""Rejected rows that are printed; all of them go to the list that the sender asks for."""


def seal(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, XLSX, Parquet or JSON Lines.")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE.sealed", help="Where the sealed file goes.")],
    layout: Annotated[
        str | None,
        typer.Option(metavar="FILE.toml|NAME", help="How the file's own columns map onto the canonical ones."),
    ] = None,
    kind: Annotated[
        str | None, typer.Option(help="encounters, controls or interventions; recognised from the columns otherwise.")
    ] = None,
    rejections: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Write the rejected rows here; they stay with the sender.")
    ] = None,
) -> int:
    """Seal a file: validate it, and turn every identifying column into tokens that only the centre can read on.

    The sealed file goes to the centre; the rejected rows stay here, to be mended and sent again.
    """
    from graph.errors import UsageError  # noqa: PLC0415 - heavy
    from ingest.directory import named_layout  # noqa: PLC0415
    from ingest.formats import KINDS  # noqa: PLC0415

    if kind is not None and kind not in KINDS:
        message = f"--kind is one of {', '.join(KINDS)}"
        raise UsageError(message)
    home = context_of(context).home
    mapping = named_layout(layout, home.layouts) if layout is not None else None
    report, told = _run(home, file, out, mapping, kind, rejections)
    counted = report.outcomes
    print(
        f"{report.file}: {report.rows:,} rows: {counted['sealed']:,} sealed, {counted['reduced']:,} sealed as tallies, "
        f"{report.rejected:,} rejected"
    )
    for line in told:
        print(line)
    for column, n in sorted(report.wrong_cells.items()):
        if n:
            say(f"{n:,} cells of {column} left empty, wrong")
    for remark, n in sorted(report.remarks.items()):
        say(f"{n:,} rows: {remark}")
    if report.unknown_columns:
        say(f"columns not read: {', '.join(report.unknown_columns)}")
    if report.sheets_not_read:
        say(f"sheets not read: {', '.join(report.sheets_not_read)}")
    return 1 if report.rejected else 0


def _run(
    home: "Home", file: Path, out: Path, mapping: "Layout | None", kind: str | None, rejections: Path | None
) -> "tuple[FileReport, list[str]]":
    from api.exports.senders_list import SendersList  # noqa: PLC0415 - heavy
    from api.jobs.export import destination  # noqa: PLC0415
    from api.jobs.seal import seal_file  # noqa: PLC0415

    told: list[str] = []
    with ExitStack() as opened:
        senders = SendersList(opened.enter_context(destination(rejections))) if rejections else None
        bars = opened.enter_context(progress())
        rows = bars.add_task(f"sealing {file.name}", total=None)

        def on_rejected(table: "Table", some: "Sequence[Rejection]") -> None:
            if senders:
                senders.add(table, some)
            told.extend(f"row {r.row}, {r.column or 'the row'}: {r.reason}" for r in some[: LINES_TOLD - len(told)])

        report = seal_file(
            home,
            file,
            out,
            layout=mapping,
            kind=kind,
            now=datetime.now(UTC),
            on_rows=lambda n: bars.advance(rows, n),
            on_rejected=on_rejected,
        )
        if senders:
            senders.close()
    if report.rejected > len(told):
        told.append(f"and {report.rejected - len(told):,} more: `--rejections FILE.csv` lists them all")
    return report, told
