"""``waterbed findings``: which findings wait for an analyst, and what is said of them."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from api.cli.context import context_of, say

app = typer.Typer(help="List findings that wait for a decision; accept and reject them.", no_args_is_help=True)

Id = Annotated[str, typer.Argument(metavar="FINDING", help="Its finding_id in an export.", show_default=False)]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why, in one line; never a name or a number of anybody.")]
Name = Annotated[str, typer.Option("--by", metavar="NAME", help="Who says so.")]
Version = Annotated[
    int | None, typer.Option(metavar="N", help="Version that was looked at; refused where it is another by now.")
]


@app.command("list")
def list_findings(
    context: typer.Context,
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="reappearance, rotation …; all if none.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Those that were decided on too.")] = False,
) -> None:
    """List current findings that wait for a decision: kind, id, version, how it stands; nothing of whom.

    One that was rejected or accepted waits again when it grew by a municipality, a police unit or a tier.
    """
    from api.jobs.decisions import standings  # noqa: PLC0415 - heavy
    from api.jobs.opened import opened_graph  # noqa: PLC0415

    shown = 0
    with opened_graph(context_of(context).home) as db:
        for s in standings(db):
            if (every or s.stand.waits) and kind in (None, s.kind):
                shown += 1
                grown = f"  by {', '.join(s.stand.grown_by)}" if s.stand.grown_by else ""
                print(f"{s.kind:<13}  {s.finding.id}  version {s.finding.version}  {s.stand.standing}{grown}")
    say(f"{shown:,} finding{'' if shown == 1 else 's'}{'' if every else ' that wait'}")


@app.command()
def accept(context: typer.Context, finding: Id, *, reason: Reason, by: Name, version: Version = None) -> None:
    """Accept a finding: its details open to the police of its units."""
    _decide(context, finding, "accepted", reason, by, version)


@app.command()
def reject(context: typer.Context, finding: Id, *, reason: Reason, by: Name, version: Version = None) -> None:
    """Reject a finding: it stays rejected unless it grows by a municipality, a police unit or a tier."""
    _decide(context, finding, "rejected", reason, by, version)


def _decide(context: typer.Context, finding: str, ruling: str, reason: str, by: str, version: int | None) -> None:
    from api.jobs.decisions import record_decision  # noqa: PLC0415 - heavy
    from graph.model.decision import Ruling  # noqa: PLC0415
    from ingest.pipeline.review import By  # noqa: PLC0415
    from ingest.review_text import problem_of_reason  # noqa: PLC0415

    if problem := problem_of_reason(reason):
        from graph.errors import UsageError  # noqa: PLC0415

        message = f"--reason takes {problem}"
        raise UsageError(message)
    said = By(by, reason)
    home, now = context_of(context).home, datetime.now(UTC)
    made = record_decision(home, finding, Ruling(ruling), said, now=now, version=version)
    hours = "nobody was alerted of it" if made.hours is None else f"{made.hours:.1f} hours after its alert"
    print(f"{made.finding_id}  version {made.finding_version}  {made.ruling}  {hours}")
