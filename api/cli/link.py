"""``waterbed link``: who is the same person, from what is stored."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from api.cli.context import context_of, progress, say


def link(
    context: typer.Context,
    again: Annotated[
        bool, typer.Option("--again", help="Judge every pair anew, as after a change of the model.")
    ] = False,
) -> int:
    """Link encounters that wait for it, as every ingest does; with --again all of them.

    Reviewers' words and the sources' answers stay, and beat the model. Safe to interrupt and to repeat.
    """
    from api.jobs.link import link_home  # noqa: PLC0415 - heavy

    with progress() as bars:
        links = bars.add_task("linking", total=None)
        done = link_home(
            context_of(context).home,
            again=again,
            now=datetime.now(UTC),
            on_step=lambda count, total: bars.update(links, completed=count, total=total),
        )
    linked = done.linked
    print(
        f"{linked.encounters:,} encounters linked, {linked.persons:,} persons touched, {linked.waiting_for_review:,} pairs "
        f"for review, {linked.reappearances:,} reappearances new or changed, {linked.alerts:,} alerts"
    )
    if done.other_models:
        say(
            f"judgements of {', '.join(done.other_models)} stand beside the current model's: run `waterbed link --again`"
        )
    return 1 if done.other_models else 0
