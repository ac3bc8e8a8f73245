"""``waterbed seal``: a file at its sender, turned into one that holds no plain identifier."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli.context import context_of, progress, say


def seal(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, XLSX, Parquet or JSON Lines.")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE.sealed", help="Where the sealed file goes.")],
    layout: Annotated[
        Path | None, typer.Option(metavar="FILE.toml", help="How the file's own columns map onto the canonical ones.")
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
    from api.jobs.seal import seal_file, write_rejections  # noqa: PLC0415 - heavy
    from graph.errors import UsageError  # noqa: PLC0415
    from ingest.formats import KINDS  # noqa: PLC0415
    from ingest.layouts import load_layout  # noqa: PLC0415

    if kind is not None and kind not in KINDS:
        message = f"--kind is one of {', '.join(KINDS)}"
        raise UsageError(message)
    mapping = load_layout(layout) if layout else None
    with progress() as bars:
        rows = bars.add_task(f"sealing {file.name}", total=None)
        report = seal_file(
            context_of(context).home,
            file,
            out,
            layout=mapping,
            kind=kind,
            now=datetime.now(UTC),
            on_rows=lambda n: bars.advance(rows, n),
        )
    if rejections:
        write_rejections(rejections, report)
    counted = report.outcomes
    print(
        f"{report.file}: {report.rows:,} rows: {counted['sealed']:,} sealed, {counted['reduced']:,} sealed as tallies, "
        f"{report.rejected:,} rejected"
    )
    for r in report.rejections:
        print(f"row {r.row}, {r.column or 'the row'}: {r.reason}")
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
