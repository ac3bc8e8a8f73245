"""``waterbed alerts``: the outbox."""

from typing import Annotated

import typer

from api.cli.context import context_of, say

app = typer.Typer(help="Show the outbox of alerts.")


@app.callback()
def alerts() -> None:
    """Show the outbox of alerts: stored with the finding they tell of, in the same transaction."""


@app.command("list")
def list_alerts(
    context: typer.Context,
    recipient: Annotated[
        str | None, typer.Option(metavar="CODE", help="Only those to this municipality or unit.")
    ] = None,
) -> None:
    """List alerts, oldest first: to whom, of what kind, about which finding; never of whom."""
    from api.jobs.opened import opened_graph  # noqa: PLC0415 - heavy
    from graph.store.findings import read_alerts  # noqa: PLC0415

    with opened_graph(context_of(context).home) as db:
        found = [a for a in read_alerts(db) if recipient in (None, a.recipient)]
    for a in sorted(found, key=lambda a: (a.created, a.id)):
        print(f"{a.created:%Y-%m-%dT%H:%M:%SZ}  {a.recipient:<8}  {a.kind:<13}  {a.finding_id}  {a.state}  {a.id}")
    say(f"{len(found)} alert{'' if len(found) == 1 else 's'}")
