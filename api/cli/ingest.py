"""``waterbed ingest``: files into the graph."""

import json
import shutil
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.context import context_of, progress, say

if TYPE_CHECKING:
    from api.home import Home
    from api.jobs.ingest import Ingested
    from ingest.layouts import Layout


def ingest(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files, or a directory of files.")],
    layout: Annotated[
        str | None,
        typer.Option(
            metavar="FILE.toml|NAME",
            help="How the files' own columns map onto the canonical ones; otherwise the layout that lies with a file.",
        ),
    ] = None,
    kind: Annotated[
        str | None, typer.Option(help="encounters, controls or interventions; recognised from the columns otherwise.")
    ] = None,
    rejections: Annotated[
        Path | None,
        typer.Option(metavar="FILE.csv", help="Write for the sender which rows to mend, as Excel opens it."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> int:
    """Read files: validate, pseudonymise, link, store; and find who reappears.

    The same file again changes nothing; a changed row is a new version of its record.
    """
    from graph.errors import UsageError  # noqa: PLC0415 - heavy
    from ingest.directory import named_layout  # noqa: PLC0415
    from ingest.formats import KINDS  # noqa: PLC0415

    if kind is not None and kind not in KINDS:
        message = f"--kind is one of {', '.join(KINDS)}"
        raise UsageError(message)
    home = context_of(context).home
    mapping = named_layout(layout, home.layouts) if layout is not None else None
    done, seconds = _run(home, files, mapping, kind, rejections)
    _print(done, seconds, as_json=as_json)
    for report in done.files:
        if report.refused:
            say(f"waterbed: {report.refused}")
    if done.passed_over:
        say(f"Passed over, no rows: {', '.join(done.passed_over)}")
    if done.is_open_policy:
        say("This home has no policy file: any legal basis and purpose was accepted, plain files too.")
    if all(report.refused for report in done.files):
        return 3
    return 1 if any(report.refused or report.rejected for report in done.files) else 0


def _run(
    home: "Home", files: list[Path], mapping: "Layout | None", kind: str | None, rejections: Path | None
) -> "tuple[Ingested, dict[str, float]]":
    from api.exports.senders_list import SendersList  # noqa: PLC0415 - heavy
    from api.jobs.export import destination  # noqa: PLC0415
    from api.jobs.ingest import Watch, ingest_files  # noqa: PLC0415

    with ExitStack() as opened:
        bars = opened.enter_context(progress())
        rows = bars.add_task("reading", total=None)
        links = bars.add_task("linking", total=None, visible=False)
        watch: Watch = Watch(
            on_file=lambda name, n, of: bars.update(rows, description=f"reading {name} ({n} of {of})"),
            on_rows=lambda n: bars.advance(rows, n),
            on_linked=lambda done, total: bars.update(links, completed=done, total=total, visible=True),
        )
        if rejections is None:
            done = ingest_files(home, files, layout=mapping, kind=kind, now=datetime.now(UTC), watch=watch)
            return done, watch.seconds
        # An unnamed file: whatever ends this process, nothing of it stays.
        spool = opened.enter_context(tempfile.TemporaryFile(dir=home.folder(home.cache)))
        senders = SendersList(spool)
        watch.on_rejected = senders.add
        done = ingest_files(home, files, layout=mapping, kind=kind, now=datetime.now(UTC), watch=watch)
        for report in done.files:
            if report.refused:
                senders.add_refused(report.file, report.refused)
        senders.close()
        spool.seek(0)
        with destination(rejections) as out:
            shutil.copyfileobj(spool, out)
        return done, watch.seconds


def _print(done: "Ingested", seconds: dict[str, float], *, as_json: bool) -> None:
    from viz.ingest_report import report_lines  # noqa: PLC0415 - heavy

    linked = done.linked
    if as_json:
        said = {
            "files": [report.summary() for report in done.files],
            "linked": {name: getattr(linked, name) for name in linked.__slots__},
            "unassessed": {name: getattr(done.compared, name) for name in done.compared.__slots__},
            "passed_over": list(done.passed_over),
            "seconds": {name: round(value, 3) for name, value in seconds.items()},
        }
        print(json.dumps(said, indent=1, ensure_ascii=False))
        return
    for line in report_lines([report.summary() for report in done.files]):
        print(line)
    print(
        f"{linked.encounters:,} encounters linked, {linked.persons:,} persons touched, {linked.waiting_for_review:,} "
        f"pairs for review, {linked.reappearances:,} reappearances new or changed, {linked.alerts:,} alerts"
    )
    compared = done.compared
    if compared.records:
        print(
            f"{compared.records:,} unassessed rows compared once, {compared.reappearances:,} reappearances marked for "
            f"review, {compared.alerts:,} alerts"
        )
