"""``waterbed export``: results as CSV, JSON or Parquet; a finding's network as GraphML or a page."""

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
    file_format: Annotated[
        str, typer.Option("--format", help="csv, json or parquet; for network graphml or html.")
    ] = "csv",
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
    register: Annotated[
        str | None, typer.Option("--for", metavar="REGISTER", help="report: for which register; comensha.")
    ] = None,
    period: Annotated[
        str | None, typer.Option(metavar="PERIOD", help="report: encounters of which year or quarter, as 2024Q3.")
    ] = None,
) -> int:
    """Write results as CSV, JSON or Parquet.

    What speaks of persons (links, itineraries, reappearances, rotations, relocations, displacements, network, report) demands a
    purpose and leaves a line in the audit log before it leaves. An empty table means that nothing was found.

    A report (--for comensha --period 2024) lists for each source whom it may report, by its own record numbers, and whom
    not and why; with a folder as FILE each source's list is a file of its own.

    The network of a finding is GraphML, or with html, also by the name of FILE, one page that opens anywhere and fetches
    nothing.
    """
    from api.exports.catalogue import NETWORK, REPORT, export_of  # noqa: PLC0415 - heavy
    from api.jobs.export import Asked, destination  # noqa: PLC0415
    from api.jobs.export import export as run_export  # noqa: PLC0415
    from graph.errors import UsageError  # noqa: PLC0415

    if kind == NETWORK:
        return _network(context, finding, output, file_format, purpose, with_references=with_references)
    if kind == REPORT:
        return _report(context, register, period, output, file_format, purpose)
    if kind != "subject":
        export_of(kind)
    if finding is not None and kind != "subject":
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


def _report(
    context: typer.Context,
    register: str | None,
    period: str | None,
    output: Path | None,
    file_format: str,
    purpose: str | None,
) -> int:
    from api.jobs.report import export_report  # noqa: PLC0415 - heavy
    from graph.errors import UsageError  # noqa: PLC0415

    if register is None or period is None:
        message = "say for which register and period: `waterbed export report --for comensha --period 2024`"
        raise UsageError(message)
    done = export_report(
        context_of(context).home,
        register=register,
        period=period,
        out=output,
        file_format=file_format,
        purpose=purpose,
        now=datetime.now(UTC),
    )
    say(f"{done.allowed:,} rows may be reported, {done.refused:,} may not, each with the reason")
    for quarter, count in done.by_quarter:
        say(f"{quarter}: persons first met {count}")
    return 1 if done.refused else 0


def _network(
    context: typer.Context,
    finding: str | None,
    output: Path | None,
    file_format: str,
    purpose: str | None,
    *,
    with_references: bool,
) -> int:
    from api.jobs.export import destination  # noqa: PLC0415 - heavy
    from api.jobs.network import export_network  # noqa: PLC0415
    from graph.errors import UsageError  # noqa: PLC0415

    if finding is None:
        message = "whose network? `waterbed export network FINDING`"
        raise UsageError(message)
    # Every export takes every format; those of tables change nothing here.
    if file_format not in ("csv", "json", "parquet", "graphml", "html"):
        message = "--format of a network is graphml or html"
        raise UsageError(message)
    named_page = output is not None and output.suffix.lower() in (".html", ".htm")
    is_page = file_format == "html" or (named_page and file_format != "graphml")
    with destination(output) as out:
        looks = export_network(
            context_of(context).home,
            finding,
            out,
            is_page=is_page,
            purpose=purpose,
            with_references=with_references,
            now=datetime.now(UTC),
        )
    for look in looks:
        say(look)
    return 1 if looks else 0
