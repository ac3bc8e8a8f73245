"""``waterbed retention``: what is over its term goes; what is held stays."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from api.cli.context import context_of, say

app = typer.Typer(help="Let go what is over its term by the policy; hold what may not go yet.", no_args_is_help=True)

Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="Why. Name nobody.")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who decided on it.")]


@app.command()
def run(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
) -> int:
    """Let go every record that is over its term; the safe counts that were or may be published are frozen first.

    Refused while a basis in use has no term in the policy. Ends with 1 where a legal hold keeps something.
    """
    from api.jobs.retention import run_retention  # noqa: PLC0415 - heavy

    done = run_retention(context_of(context).home, now=datetime.now(UTC), is_trial=dry_run)
    print(f"over their term  {done.expired:,}{' (nothing was done)' if dry_run else ''}")
    print(f"held             {done.held:,}")
    print(f"kept             {done.kept:,}")
    if not dry_run:
        print(f"frozen counts    {done.frozen:,}")
        print(f"linkage tokens   {done.tokens:,}")
    if done.left:
        say(f"{done.left:,} places still name what went: run the same command again, and tell the maintainers")
    return 1 if done.held or done.left else 0


@app.command()
def hold(
    context: typer.Context,
    what: Annotated[str, typer.Argument(metavar="WHAT", help="person, record or batch.")],
    which: Annotated[str, typer.Argument(metavar="WHICH", help="As `waterbed erase` takes it.")],
    why: Why,
    by: By,
) -> None:
    """Keep somebody's records from retention and erasure, as for a case in court."""
    from api.jobs.retention import hold as keep  # noqa: PLC0415 - heavy
    from ingest.pipeline.review import By as Said  # noqa: PLC0415

    made = keep(context_of(context).home, what, which, Said(by, why), now=datetime.now(UTC))
    print(f"{made.id} holds {len(made.encounters):,} records")


@app.command()
def release(
    context: typer.Context,
    hold_id: Annotated[str, typer.Argument(metavar="HOLD", help="Id of a hold.")],
    why: Why,
    by: By,
) -> None:
    """End a hold; what is over its term goes with the next run."""
    from api.jobs.retention import release as end  # noqa: PLC0415 - heavy
    from ingest.pipeline.review import By as Said  # noqa: PLC0415

    ended = end(context_of(context).home, hold_id, Said(by, why), now=datetime.now(UTC))
    print(f"{ended.id} is released: {len(ended.encounters):,} records")


@app.command()
def holds(context: typer.Context) -> None:
    """List holds: id, how many records, who, why, and whether it stands."""
    from api.jobs.opened import opened_graph  # noqa: PLC0415 - heavy
    from graph.store.holding import read_holds  # noqa: PLC0415

    with opened_graph(context_of(context).home) as db:
        for found in read_holds(db):
            state = f"released by {found.released_by}" if found.released_by else "stands"
            print(f"{found.id}  {len(found.encounters):>7,}  {found.by}: {found.reason} ({state})")
