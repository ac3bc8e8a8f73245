"""``waterbed summary``: what a mayor is told, as text, page or PDF."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli.context import context_of

ENDINGS = {".pdf": "pdf", ".html": "html", ".htm": "html"}


def summary(
    context: typer.Context,
    municipality: Annotated[str, typer.Argument(help="CBS code or official name, such as GM0502.")],
    period: Annotated[str, typer.Option(help="A quarter or a year: 2024Q3 or 2024.")],
    language: Annotated[str, typer.Option("--language", "--lang", help="nl or en.")] = "nl",
    pdf: Annotated[bool, typer.Option("--pdf", help="As one page, tagged PDF.")] = False,
    html: Annotated[bool, typer.Option("--html", help="As one page, HTML that stands alone.")] = False,
    output: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="Where to; standard output otherwise.")
    ] = None,
) -> None:
    """Tell a mayor what measures did, in words, visits, and counts of people that point at nobody.

    Told at the finest level that is safe: municipality and quarter, municipality and year, or safety region and year.
    As text that can be read aloud; as a page with a map and figures with --pdf or --html, or by the ending of FILE.
    """
    from api.jobs.export import destination  # noqa: PLC0415 - heavy
    from api.jobs.summary import drawn, told  # noqa: PLC0415
    from graph.errors import UsageError  # noqa: PLC0415
    from graph.summaries.period import parse_period  # noqa: PLC0415
    from viz.summary import LANGUAGES, text  # noqa: PLC0415

    if language not in LANGUAGES:
        message = f"--language is one of {', '.join(LANGUAGES)}"
        raise UsageError(message)
    if pdf and html:
        message = "--pdf or --html: one page at a time"
        raise UsageError(message)
    asked = "pdf" if pdf else "html" if html else ENDINGS.get(output.suffix.lower(), "text") if output else "text"
    if asked == "pdf":
        if output is None and sys.stdout.isatty():
            message = "PDF is no text for a terminal: name a file with -o, or a pipe"
            raise UsageError(message)
        from viz.summary_pdf import ready  # noqa: PLC0415

        ready()
    home = context_of(context).home
    found = told(home, municipality, parse_period(period), now=datetime.now(UTC))
    made = text(found, language).encode() if asked == "text" else drawn(home, found, language, is_pdf=asked == "pdf")
    with destination(output) as out:
        out.write(made)
