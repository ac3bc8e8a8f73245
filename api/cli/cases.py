"""``waterbed cases``: who goes on with what was found, until it is closed."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.context import context_of, say
from graph.model.case import CareState, Closing, Shelter, Transfer

if TYPE_CHECKING:
    from graph.model.case import Case

app = typer.Typer(help="Open, follow up, hand over and close cases.", no_args_is_help=True)

Id = Annotated[str, typer.Argument(metavar="CASE", help="Id of a case.", show_default=False)]
Name = Annotated[str, typer.Option("--by", metavar="NAME", help="Which desk or login says so.")]
Unit = Annotated[str, typer.Option(metavar="UNIT", help="A municipality (GM0599), safety region (VR17), police unit.")]


@app.command("list")
def list_cases(
    context: typer.Context,
    unit: Annotated[str | None, typer.Option(metavar="UNIT", help="Only those it owns, owned or is offered.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Closed ones too.")] = False,
) -> None:
    """List cases: owner, status, purpose, day of follow-up, what it is offered to; nothing of whom."""
    from api.jobs.cases import cases_of  # noqa: PLC0415 - heavy
    from api.jobs.opened import opened_graph  # noqa: PLC0415

    with opened_graph(context_of(context).home) as db:
        found = cases_of(db, unit=unit, is_open=not every)
    for c in found:
        print(_line(c))
    say(f"{len(found):,} case{'' if len(found) == 1 else 's'}")


@app.command()
def show(context: typer.Context, case: Id) -> None:
    """Show a case and everything that was done with it."""
    from api.jobs.opened import opened_graph  # noqa: PLC0415 - heavy
    from graph.errors import UsageError  # noqa: PLC0415
    from graph.store.cases import read_case  # noqa: PLC0415

    with opened_graph(context_of(context).home) as db:
        found = read_case(db, case)
    if found is None:
        message = f"no case {case}: see `waterbed cases list`"
        raise UsageError(message)
    print(_line(found))
    print(f"opened     {found.opened_at:%Y-%m-%dT%H:%M:%SZ} by {found.opened_by}")
    print(f"about      {', '.join(found.findings) or '-'}; {len(found.encounters)} records")
    for step in found.steps:
        print(f"{step.what:<10} {step.at:%Y-%m-%dT%H:%M:%SZ} by {step.by}{': ' + step.said if step.said else ''}")


@app.command("open")
def open_one(
    context: typer.Context,
    findings: Annotated[
        list[str] | None, typer.Argument(metavar="FINDING…", help="What it is about.", show_default=False)
    ] = None,
    *,
    unit: Unit,
    by: Name,
    record: Annotated[
        list[str] | None,
        typer.Option(metavar="REGISTER/NUMBER", help="A record it is about, such as a signal; again for more."),
    ] = None,
    purpose: Annotated[str, typer.Option(metavar="PURPOSE", help="As `docs/api.md` lists them.")] = "assess_finding",
) -> None:
    """Open a case about findings or records: from now on it has an owner."""
    from api.access.roles import Purpose  # noqa: PLC0415 - heavy
    from api.jobs.cases import NewCase, open_case  # noqa: PLC0415
    from graph.errors import UsageError  # noqa: PLC0415

    if purpose not in {p.value for p in Purpose}:
        message = f"--purpose is one of {', '.join(p.value for p in Purpose)}"
        raise UsageError(message)
    records = [one.partition("/")[::2] for one in record or ()]
    new = NewCase(Purpose(purpose), unit, tuple(findings or ()), tuple(records))
    print(_line(open_case(context_of(context).home, new, by=by, now=datetime.now(UTC))))


@app.command("follow-up")
def follow_up(
    context: typer.Context,
    case: Id,
    *,
    by: Name,
    on: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d"], metavar="DAY", help="Day on which to look at it again.")
    ],
) -> None:
    """Let a case wait until a day; its owner is reminded then."""
    from api.jobs.cases import local_day  # noqa: PLC0415 - heavy
    from graph.case_steps import to_follow_up  # noqa: PLC0415

    now = datetime.now(UTC)
    _go_on(context, case, lambda c: to_follow_up(c, on.date(), today=local_day(now), by=by, now=now), by, now)


@app.command()
def resume(context: typer.Context, case: Id, *, by: Name) -> None:
    """Take a case up again that waits or was closed."""
    from graph.case_steps import resumed  # noqa: PLC0415 - heavy

    now = datetime.now(UTC)
    _go_on(context, case, lambda c: resumed(c, by=by, now=now), by, now)


@app.command()
def care(
    context: typer.Context,
    case: Id,
    *,
    by: Name,
    region: Annotated[str, typer.Option(metavar="REGION", help="Care region, as the plan of alerts names it.")],
    state: Annotated[CareState, typer.Option(help="How far it has come.")] = CareState.ASKED,
    shelter: Annotated[Shelter, typer.Option(help="Whether shelter is needed.")] = Shelter.NOT_ASKED,
) -> None:
    """Say how the way to care of a case stands; where it is asked for, the care region is told."""
    from api.jobs.cases import care_region  # noqa: PLC0415 - heavy
    from graph.case_steps import cared_for  # noqa: PLC0415
    from graph.model.case import CareRoute  # noqa: PLC0415

    now, route = datetime.now(UTC), CareRoute(care_region(context_of(context).home, region), state, shelter)
    _go_on(context, case, lambda c: cared_for(c, route, by=by, now=now), by, now)


@app.command("hand-over")
def hand_over(
    context: typer.Context,
    case: Id,
    *,
    to: Unit,
    by: Name,
    reason: Annotated[Transfer, typer.Option(help="Why, by HTCDS.")] = Transfer.MOVED,
) -> None:
    """Offer a case to another unit, which is told; the owner stays until that one takes it over."""
    from api.access.roles import is_unit  # noqa: PLC0415 - heavy
    from graph.case_steps import offered  # noqa: PLC0415
    from graph.errors import UsageError  # noqa: PLC0415

    if not is_unit(to):
        message = f"--to {to} is no unit: a municipality (GM0599), safety region (VR17) or police unit"
        raise UsageError(message)
    now = datetime.now(UTC)
    _go_on(context, case, lambda c: offered(c, to, reason, by=by, now=now), by, now)


@app.command("take-over")
def take_over(context: typer.Context, case: Id, *, by: Name) -> None:
    """Take over a case that is offered: the unit it was offered to owns it from now on."""
    from graph.case_steps import taken_over  # noqa: PLC0415 - heavy

    now = datetime.now(UTC)
    _go_on(context, case, lambda c: taken_over(c, by=by, now=now), by, now)


@app.command()
def decline(
    context: typer.Context,
    case: Id,
    *,
    by: Name,
    take_back: Annotated[bool, typer.Option("--take-back", help="The owner takes the offer back.")] = False,
) -> None:
    """Decline a case that is offered, or take the offer back: it stays with its owner."""
    from graph.case_steps import not_taken_over  # noqa: PLC0415 - heavy

    now = datetime.now(UTC)
    _go_on(context, case, lambda c: not_taken_over(c, is_taken_back=take_back, by=by, now=now), by, now)


@app.command()
def close(context: typer.Context, case: Id, *, by: Name, reason: Annotated[Closing, typer.Option(help="Why.")]) -> None:
    """Close a case, with the reason; referred where another organisation goes on with it."""
    from graph.case_steps import closed  # noqa: PLC0415 - heavy

    now = datetime.now(UTC)
    _go_on(context, case, lambda c: closed(c, reason, by=by, now=now), by, now)


@app.command()
def remind(context: typer.Context) -> None:
    """Remind the owners of cases whose day has come, once; `waterbed serve` does so all along."""
    from api.jobs.cases import remind as run  # noqa: PLC0415 - heavy
    from api.jobs.opened import opened_graph  # noqa: PLC0415

    with opened_graph(context_of(context).home) as db:
        made = run(db, now=datetime.now(UTC))
    say(f"{len(made):,} reminded")


def _go_on(context: typer.Context, case: str, change: "Callable[[Case], Case]", by: str, now: datetime) -> None:
    from api.jobs.cases import go_on  # noqa: PLC0415 - heavy

    print(_line(go_on(context_of(context).home, case, change, what="change_case", by=by, now=now)))


def _line(c: "Case") -> str:
    more = [f"on {c.follow_up_on}"] if c.follow_up_on else []
    more += [f"offered to {c.offer.to}"] if c.offer else []
    more += [f"care {c.care.region}: {c.care.state}, shelter {c.care.shelter}"] if c.care else []
    more += [str(c.closing)] if c.closing else []
    return "  ".join([c.id, f"{c.unit:<7}", f"{c.status:<8}", c.purpose, *more])
