"""``waterbed policy``: what this installation accepts."""

import json
from pathlib import Path
from typing import Annotated

import typer

from api.cli.context import context_of, say
from graph.errors import PolicyError
from ingest.policy import doubts, summary
from ingest.policy_file import demo_policy, load_policy
from viz.policy import policy_lines

app = typer.Typer(help="Show and check what this installation accepts.")


@app.command()
def show(
    context: typer.Context,
    demo: Annotated[
        bool, typer.Option("--demo", help="Print the file that the demo runs under, to start from.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the policy as JSON.")] = False,
) -> None:
    """Say what is accepted, for how long, of whom consent is asked, and what is missing."""
    if demo:
        print(demo_policy(), end="")
        return
    said = summary(load_policy(context_of(context).home.policy))
    if as_json:
        print(json.dumps(said, indent=1, ensure_ascii=False))
        return
    for line in policy_lines(said):
        print(line)


@app.command()
def check(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="A policy; that of the home otherwise.")] = None,
) -> int:
    """Check a policy file before it decides about anybody.

    Ends with 0 when it is fine, with 1 when something in it needs a look, with 3 when it can't be used.
    """
    path = file or context_of(context).home.policy
    if file is not None and not file.exists():
        message = f"there is no policy {file}: check the name"
        raise PolicyError(message)
    found = list(doubts(load_policy(path)))
    for doubt in found:
        say(f"look: {doubt}")
    print(f"{path}: {'needs a look' if found else 'fine'}")
    return 1 if found else 0
