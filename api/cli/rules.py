"""``waterbed rules``: how the rules that make findings do with those who decide on them."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from api.cli.context import context_of, say

app = typer.Typer(help="Show how rules do with those who decide on their findings.", no_args_is_help=True)


@app.callback()
def rules() -> None:
    """Rules have versions: a finding and a decision say by which one."""


@app.command()
def report(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False
) -> None:
    """Show, for each version of a rule, hours from alert to decision and the share rejected; of findings, not of persons.

    An analyst's figures, exact; the monitor (`waterbed export indicators`) publishes them where they are safe.
    """
    from api.jobs.rules import report_rules  # noqa: PLC0415 - heavy
    from viz.rules import rule_lines  # noqa: PLC0415

    found = report_rules(context_of(context).home, now=datetime.now(UTC))
    if as_json:
        shown = [
            {**asdict(f), "decided": f.decided, "share_rejected": f.share_rejected, "precision": f.precision}
            for f in found
        ]
        print(json.dumps(shown, indent=1))
        return
    for line in rule_lines(found):
        print(line)
    if not found:
        say("no finding was told of or decided on yet")
