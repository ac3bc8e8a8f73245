"""``waterbed findings``: which findings wait for an analyst, and what is said of them."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.context import context_of, say

if TYPE_CHECKING:
    from api.jobs.decisions import Standing

MOST_NAMED = 5
"""Towns that a line names; of more it says how many."""

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
    municipality: Annotated[str | None, typer.Option(metavar="GM…", help="Only those about it, by its code.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Those that were decided on too.")] = False,
) -> None:
    """List current findings that wait for a decision, newest first: how they stand, when and where; nothing of whom.

    One that was rejected or accepted waits again when it grew by a municipality, a police unit or a tier.
    """
    from api.jobs.decisions import standings  # noqa: PLC0415 - heavy
    from api.jobs.opened import opened_graph  # noqa: PLC0415
    from graph.finding_facts import span_of  # noqa: PLC0415

    with opened_graph(context_of(context).home) as db:
        found = [
            s
            for s in standings(db)
            if (every or s.stand.waits) and kind in (None, s.kind) and (municipality is None or municipality in s.towns)
        ]
    for s in sorted(found, key=lambda s: span_of(s.finding)[1] or date.max, reverse=True):
        print(_line(s))
    say(f"{len(found):,} finding{'' if len(found) == 1 else 's'}{'' if every else ' that wait'}")


@app.command()
def accept(context: typer.Context, finding: Id, *, reason: Reason, by: Name, version: Version = None) -> None:
    """Accept a finding: its details open to the police of its units."""
    _decide(context, finding, "accepted", reason, by, version)


@app.command()
def reject(context: typer.Context, finding: Id, *, reason: Reason, by: Name, version: Version = None) -> None:
    """Reject a finding: it stays rejected unless it grows by a municipality, a police unit or a tier."""
    _decide(context, finding, "rejected", reason, by, version)


def _line(s: "Standing") -> str:
    from graph.finding_facts import span_of, tier_of  # noqa: PLC0415 - heavy
    from graph.geography import load_municipalities  # noqa: PLC0415

    last = span_of(s.finding)[1]
    towns = sorted(load_municipalities().name(code) for code in s.towns)
    others = f" and {len(towns) - MOST_NAMED} more" if len(towns) > MOST_NAMED else ""
    grown = f"  by {', '.join(s.stand.grown_by)}" if s.stand.grown_by else ""
    return (
        f"{s.kind:<13}  {s.finding.id}  version {s.finding.version}  {s.stand.standing:<9}  {tier_of(s.finding):<7}  "
        f"{last.strftime('%Y-%m') if last else '-':<7}  {', '.join(towns[:MOST_NAMED])}{others}{grown}"
    )


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
