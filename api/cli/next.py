"""``waterbed next``: the next town of a group or premises, where there is skill in saying so."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli.context import context_of, progress, say


def next_town(
    context: typer.Context,
    finding: Annotated[str, typer.Argument(metavar="FINDING", help="A rotation or a relocation, by its id.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to; standard output otherwise.")
    ] = None,
    file_format: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    purpose: Annotated[str | None, typer.Option(metavar="TEXT", help="What for; needed.")] = None,
) -> int:
    """Rank the municipalities where a group or premises with a pattern is likely to be next.

    It says how good such forecasts were on this home's own past, each made before it came true, against the popularity
    of towns and going back to the last one; where they were no better, it says nothing and ends with 1. It demands a
    purpose and leaves a line in the audit log.
    """
    from api.jobs.export import destination  # noqa: PLC0415 - heavy
    from api.jobs.next_town import tell_next_town  # noqa: PLC0415

    with progress() as bar:
        task = bar.add_task("looking back", total=100)
        with destination(output) as out:
            told, is_outdated = tell_next_town(
                context_of(context).home,
                finding,
                file_format,
                out,
                purpose=purpose,
                now=datetime.now(UTC),
                progress=lambda share: bar.update(task, completed=100 * share),
            )
    if is_outdated:
        say("this finding is outdated: the persons it rests on are linked otherwise since; run `waterbed analyse`")
    return 1 if is_outdated or told.silent_because else 0
