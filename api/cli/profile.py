"""``waterbed profile``: what municipalities have in place, beside what they report."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli.context import context_of

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Basic level of municipalities: quiet, or unseen?")


@app.command("import")
def import_file(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV: municipality, item, state, on, source.")],
) -> None:
    """Take in a dated list of what municipalities have in place; the newest answer to each question counts."""
    from api.jobs.profiles import import_profile  # noqa: PLC0415 - heavy

    taken, towns = import_profile(context_of(context).home, file, now=datetime.now(UTC))
    print(f"{taken:,} answers about {towns:,} municipalities")


@app.command()
def show(
    context: typer.Context,
    municipality: Annotated[str, typer.Argument(metavar="GM…", help="Code or name of a municipality of today.")],
) -> None:
    """Show the basic level of a municipality, each answer with its date and source."""
    from api.jobs.profiles import shown_profile  # noqa: PLC0415 - heavy

    for line in shown_profile(context_of(context).home, municipality, now=datetime.now(UTC)):
        print(line)
