"""``waterbed alerts``: the outbox, what is sent from it, and the plan and keys it is sent by."""

import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from api.cli.context import context_of, say
from graph.errors import PlanError, UsageError
from graph.model import AlertState

app = typer.Typer(help="Show, send and acknowledge alerts.")

Recipient = Annotated[
    str | None, typer.Option(metavar="WHO", help="Only those to this municipality, police:UNIT or care:REGION.")
]
Ids = Annotated[list[str] | None, typer.Argument(metavar="ALERT…", help="Ids of alerts.", show_default=False)]


@app.callback()
def alerts() -> None:
    """Alerts are stored with the finding they tell of, in the same transaction, and sent by the home's plan."""


@app.command("list")
def list_alerts(
    context: typer.Context,
    recipient: Recipient = None,
    state: Annotated[AlertState | None, typer.Option(help="Only those in this state.")] = None,
    attempts: Annotated[bool, typer.Option("--attempts", help="Show every attempt to send them too.")] = False,
) -> None:
    """List alerts, oldest first: to whom, of what kind, about which finding, what became of it; never of whom."""
    from api.jobs.alerts import inbox  # noqa: PLC0415 - heavy
    from api.jobs.opened import opened_graph  # noqa: PLC0415
    from graph.store.outbox import deliveries_of  # noqa: PLC0415

    with opened_graph(context_of(context).home) as db:
        found = inbox(db, recipients=_only(recipient), states=_only(state))
        made = deliveries_of(db, [a.id for a in found if a.attempts]) if attempts else {}
    for a in found:
        print(f"{_moment(a.created)}  {a.recipient:<8}  {a.kind:<13}  {a.finding_id}  {a.state}  {a.id}")
        for d in made.get(a.id, ()):
            then = f"  again {_moment(d.next_at)}" if d.next_at else ""
            print(f"    {d.number}  {_moment(d.at)}  {d.target}  {d.outcome}  {d.said}{then}")
    say(f"{len(found)} alert{'' if len(found) == 1 else 's'}")


@app.command()
def deliver(context: typer.Context) -> int:
    """Send what is due, once; `waterbed serve` does so all along.

    Ends with 1 when something could not be sent.
    """
    from api.delivery.plan_file import load_plan  # noqa: PLC0415 - heavy
    from api.jobs.alerts import deliver as send_due  # noqa: PLC0415
    from api.jobs.opened import opened_graph  # noqa: PLC0415

    home = context_of(context).home
    if not load_plan(home.alert_plan).targets:
        say("The plan names no target: nothing is sent; see `waterbed alerts plan`.")
        return 0
    with opened_graph(home) as db:
        done = send_due(home, db, clock=lambda: datetime.now(UTC), seed=secrets.randbits(32))
    print(f"delivered {done.delivered}, failed {done.failed}, given up {done.dead}")
    return 1 if done.failed else 0


@app.command()
def redeliver(
    context: typer.Context,
    ids: Ids = None,
    dead: Annotated[bool, typer.Option("--dead", help="All that were given up.")] = False,
    recipient: Recipient = None,
) -> None:
    """Put alerts back to be sent anew, once their receiver is there again; a disabled target is called again."""
    from api.delivery.plan_file import load_plan  # noqa: PLC0415 - heavy
    from api.jobs.alerts import inbox  # noqa: PLC0415
    from api.jobs.alerts import redeliver as send_again  # noqa: PLC0415
    from api.jobs.opened import opened_graph  # noqa: PLC0415

    if dead == bool(ids):
        message = "name alerts, or say --dead: one of them"
        raise UsageError(message)
    home = context_of(context).home
    plan = load_plan(home.alert_plan)
    only = _only(recipient)
    with opened_graph(home) as db:
        wanted = ids or [a.id for a in inbox(db, recipients=only, states={AlertState.DEAD})]
        done = send_again(db, plan, wanted, recipients=only) if wanted else []
    say(f"{len(done)} put back; `waterbed serve` or `waterbed alerts deliver` sends them")


@app.command()
def ack(
    context: typer.Context,
    ids: Ids = None,
    by: Annotated[str, typer.Option(metavar="DESK", help="Which desk or login says so.")] = "",
) -> None:
    """Note that the recipient of alerts knows; nothing more of them is sent."""
    from api.jobs.alerts import acknowledge_alerts  # noqa: PLC0415 - heavy
    from api.jobs.opened import opened_graph  # noqa: PLC0415

    with opened_graph(context_of(context).home) as db:
        done = acknowledge_alerts(db, ids or (), by=by, now=datetime.now(UTC))
    say(f"{len(done)} acknowledged")


@app.command()
def plan(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="A plan; that of the home otherwise.")] = None,
    demo: Annotated[bool, typer.Option("--demo", help="Print a plan with every key, to start from.")] = False,
) -> int:
    """Check a plan of alerts before it decides who hears of whom, and say what is sent where.

    Ends with 0 when it is fine, with 1 when something in it needs a look, with 3 when it can't be used.
    """
    from api.delivery.plan import doubts  # noqa: PLC0415 - heavy
    from api.delivery.plan_file import demo_plan, load_plan  # noqa: PLC0415

    if demo:
        print(demo_plan(), end="")
        return 0
    path = file or context_of(context).home.alert_plan
    if file is not None and not file.exists():
        message = f"there is no plan {file}: check the name"
        raise PlanError(message)
    found = load_plan(path)
    for kind, rule in found.routes.rules.items():
        print(f"{kind}: {', '.join(sorted(rule.audiences))}")
    for target in found.targets:
        print(f"{target.recipient}: {target.medium} {target.address} ({target.id})")
    looks = list(doubts(found))
    for doubt in looks:
        say(f"look: {doubt}")
    print(f"{path}: {'needs a look' if looks else 'fine'}")
    return 1 if looks else 0


@app.command()
def keys(
    context: typer.Context,
    new: Annotated[bool, typer.Option("--new", help="Make the key that signs.")] = False,
    rotate: Annotated[bool, typer.Option("--rotate", help="Put a new key before the old; both sign.")] = False,
    retire: Annotated[
        bool, typer.Option("--retire", help="Drop the old key, once every receiver trusts the new.")
    ] = False,
    share: Annotated[
        str | None,
        typer.Option(
            metavar="WHO", help="Print a new shared secret for a recipient that can check no other signature."
        ),
    ] = None,
) -> None:
    """Print the public keys that receivers check signatures with, the newest first; or make, replace and drop keys."""
    import base64  # noqa: PLC0415 - few commands need it

    from api.delivery import keys as stored  # noqa: PLC0415 - heavy
    from api.delivery.signature import SHARED  # noqa: PLC0415

    path = context_of(context).home.alert_keys
    if sum((new, rotate, retire, share is not None)) > 1:
        message = "one of --new, --rotate, --retire and --share at a time"
        raise UsageError(message)
    if share is not None:
        secret = stored.share(path, share).shared[share].secret
        print(SHARED + base64.b64encode(secret).decode())
        return
    act = stored.new_keys if new else stored.rotate if rotate else stored.retire if retire else stored.load_keys
    for key in act(path).signing:
        print(key.public)


T = TypeVar("T")


def _only(one: T | None) -> set[T] | None:
    return None if one is None else {one}


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
