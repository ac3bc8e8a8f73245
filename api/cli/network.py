"""``waterbed network``: who and what is reached from one person, premises or identifier."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli.context import context_of, say


def network(
    context: typer.Context,
    wanted: Annotated[str, typer.Argument(metavar="ID", help="A person, a premises or an identifier, by its id.")],
    depth: Annotated[int, typer.Option(help="How many steps to go, 1 to 6.")] = 2,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to; standard output otherwise.")
    ] = None,
    file_format: Annotated[str, typer.Option("--format", help="text, json, graphml or html.")] = "text",
    purpose: Annotated[str | None, typer.Option(metavar="TEXT", help="What for; needed.")] = None,
    with_references: Annotated[
        bool, typer.Option("--with-references", help="Encounters as source_id/record_id; logged as such.")
    ] = False,
) -> None:
    """Show who and what is reached over shared identifiers, premises and moving together, and how strongly.

    For each member the strength of the best way to it, the ties without which some wouldn't be reached, and the towns
    and premises where most of what is uncertain is to be met. It speaks of persons: it demands a purpose and leaves a
    line in the audit log before it leaves. In graphml and html what is shared is numbered; text and json have its ids.
    """
    from api.jobs.export import destination  # noqa: PLC0415 - heavy
    from api.jobs.network import Asked, network_around  # noqa: PLC0415

    asked = Asked(wanted, depth, file_format, purpose, with_references)
    with destination(output) as out:
        found = network_around(context_of(context).home, asked, out, now=datetime.now(UTC))
    say(f"{len(found.persons)} persons, {len(found.members)} members in all, {len(found.ties)} ties")
