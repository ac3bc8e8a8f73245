"""``waterbed export``: results as CSV, JSON or Parquet."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli.context import context_of, say

KINDS = (
    "links, itineraries, reappearances, rotations, relocations, displacements, alerts, rejections, hidden, indicators, "
    "subject, network or report"
)


def export(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help=KINDS)],
    finding: Annotated[
        str | None, typer.Argument(metavar="FINDING", help="Whose network; for subject: which person.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to; standard output otherwise.")
    ] = None,
    file_format: Annotated[str, typer.Option("--format", help="csv, json or parquet.")] = "csv",
    purpose: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What for; needed for all that speaks of persons.")
    ] = None,
    with_references: Annotated[
        bool, typer.Option("--with-references", help="Encounters as source_id/record_id; logged as such.")
    ] = False,
    changes: Annotated[
        bool, typer.Option("--changes", help="links: which persons were split or joined, and why.")
    ] = False,
    all_methods: Annotated[
        bool, typer.Option("--all-methods", help="displacements: every method, a row each.")
    ] = False,
) -> int:
    """Write results as CSV, JSON or Parquet.

    What speaks of persons (links, itineraries, reappearances, rotations, relocations, displacements) demands a purpose
    and leaves a line in the audit log before it leaves. An empty table means that nothing was found.
    """
    from api.exports.catalogue import export_of  # noqa: PLC0415 - heavy
    from api.jobs.export import Asked, destination  # noqa: PLC0415
    from api.jobs.export import export as run_export  # noqa: PLC0415
    from graph.errors import UsageError  # noqa: PLC0415

    if kind != "subject":
        export_of(kind)
    if finding is not None and kind not in ("network", "subject"):
        message = f"{kind} takes no finding; only network does"
        raise UsageError(message)
    if file_format == "parquet" and output is None and sys.stdout.isatty():
        message = "Parquet is no text for a terminal: name a file with -o, or a pipe"
        raise UsageError(message)
    asked = Asked(kind, file_format, purpose, with_references, changes, all_methods, finding or "")
    with destination(output) as out:
        done = run_export(context_of(context).home, asked, out, now=datetime.now(UTC), tell=say)
    if done.waiting:
        say(f"{done.waiting} encounters wait to be linked and are not in it: run `waterbed link`")
    for look in done.looks:
        say(look)
    return 1 if done.waiting or done.looks else 0
