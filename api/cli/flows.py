"""``waterbed flows``: where people go from one municipality to the next, and who goes together."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli.context import context_of


def flows(
    context: typer.Context,
    of: Annotated[str, typer.Option("--of", help="hops, towns, seasons or company.")] = "hops",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to; standard output otherwise.")
    ] = None,
    file_format: Annotated[str, typer.Option("--format", help="csv, json, parquet or graphml.")] = "csv",
    purpose: Annotated[str | None, typer.Option(metavar="TEXT", help="What for; needed.")] = None,
) -> None:
    """Write flows between municipalities: hops, towns with net flow and betweenness, communities by season.

    With --of company: communities of persons who were in the same towns at the same time, which nothing tests against
    chance. Counts are exact and small ones point at persons, so this demands a purpose and leaves a line in the audit
    log. GraphML opens in Gephi; seasons have none.
    """
    from api.jobs.export import destination  # noqa: PLC0415 - heavy
    from api.jobs.flows import tell_flows  # noqa: PLC0415

    with destination(output) as out:
        tell_flows(context_of(context).home, of, file_format, out, purpose=purpose, now=datetime.now(UTC))
