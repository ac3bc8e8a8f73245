"""``waterbed ingest``: files into the graph."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli.context import context_of, progress, say


def ingest(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files, or a directory of files.")],
    layout: Annotated[
        Path | None, typer.Option(metavar="FILE.toml", help="How the files' own columns map onto the canonical ones.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option(help="encounters, controls or interventions; recognised from the columns otherwise.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> int:
    """Read files: validate, pseudonymise, link, store; and find who reappears.

    The same file again changes nothing; a changed row is a new version of its record.
    """
    from api.jobs.ingest import Ingested, Watch, ingest_files  # noqa: PLC0415 - heavy
    from graph.errors import UsageError  # noqa: PLC0415
    from ingest.formats import KINDS  # noqa: PLC0415
    from ingest.layouts import load_layout  # noqa: PLC0415
    from viz.ingest_report import report_lines  # noqa: PLC0415

    if kind is not None and kind not in KINDS:
        message = f"--kind is one of {', '.join(KINDS)}"
        raise UsageError(message)
    mapping = load_layout(layout) if layout else None
    with progress() as bars:
        rows = bars.add_task("reading", total=None)
        links = bars.add_task("linking", total=None, visible=False)
        watch = Watch(
            on_file=lambda name: bars.update(rows, description=f"reading {name}"),
            on_rows=lambda n: bars.advance(rows, n),
            on_linked=lambda done, total: bars.update(links, completed=done, total=total, visible=True),
        )
        done: Ingested = ingest_files(
            context_of(context).home, files, layout=mapping, kind=kind, now=datetime.now(UTC), watch=watch
        )
    linked = done.linked
    if as_json:
        said = {
            "files": [report.summary() for report in done.files],
            "linked": {name: getattr(linked, name) for name in linked.__slots__},
            "unassessed": {name: getattr(done.compared, name) for name in done.compared.__slots__},
            "seconds": {name: round(value, 3) for name, value in watch.seconds.items()},
        }
        print(json.dumps(said, indent=1, ensure_ascii=False))
    else:
        for line in report_lines([report.summary() for report in done.files]):
            print(line)
        print(
            f"{linked.encounters:,} encounters linked, {linked.persons:,} persons touched, {linked.waiting_for_review:,} "
            f"pairs for review, {linked.reappearances:,} reappearances new or changed, {linked.alerts:,} alerts"
        )
        if done.compared.records:
            print(
                f"{done.compared.records:,} unassessed rows compared once, {done.compared.reappearances:,} reappearances "
                f"marked for review, {done.compared.alerts:,} alerts"
            )
    for report in done.files:
        if report.refused:
            say(f"waterbed: {report.refused}")
    if done.is_open_policy:
        say("This home has no policy file: any legal basis and purpose was accepted, plain files too.")
    if all(report.refused for report in done.files):
        return 3
    return 1 if any(report.refused or report.rejected for report in done.files) else 0
