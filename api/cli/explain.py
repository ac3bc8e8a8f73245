"""``waterbed explain``: one finding in full."""

import json
from datetime import UTC, datetime
from typing import Annotated

import typer

from api.cli.context import context_of


def explain(
    context: typer.Context,
    finding: Annotated[str, typer.Argument(metavar="FINDING", help="Its finding_id in an export.")],
    purpose: Annotated[str | None, typer.Option(metavar="TEXT", help="What for; it speaks of persons.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show all that is known of a finding: numbers, whether it holds otherwise, what else it may be, why it was withdrawn.

    Exports have fixed columns; what has none there is here. Withdrawn findings are shown too.
    """
    from api.jobs.explain import explain_finding  # noqa: PLC0415 - heavy
    from viz.finding import finding_lines  # noqa: PLC0415

    shown = explain_finding(context_of(context).home, finding, purpose, now=datetime.now(UTC))
    print(json.dumps(shown, indent=1, ensure_ascii=False) if as_json else "\n".join(finding_lines(shown)))
