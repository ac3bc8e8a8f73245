"""``waterbed summary``: what a mayor is told."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from api.cli.context import context_of


def summary(
    context: typer.Context,
    municipality: Annotated[str, typer.Argument(help="CBS code or official name, such as GM0502.")],
    period: Annotated[str, typer.Option(help="A quarter or a year: 2024Q3 or 2024.")],
    language: Annotated[str, typer.Option(help="nl or en.")] = "nl",
) -> None:
    """Tell a mayor what measures did, in words, visits, and counts of people that point at nobody.

    Told at the finest level that is safe: municipality and quarter, municipality and year, or safety region and year.
    """
    from api.jobs.summary import told  # noqa: PLC0415 - heavy
    from graph.errors import UsageError  # noqa: PLC0415
    from graph.summaries.period import parse_period  # noqa: PLC0415
    from viz.summary import LANGUAGES, text  # noqa: PLC0415

    if language not in LANGUAGES:
        message = f"--language is one of {', '.join(LANGUAGES)}"
        raise UsageError(message)
    found = told(context_of(context).home, municipality, parse_period(period), now=datetime.now(UTC))
    print(text(found, language), end="")
