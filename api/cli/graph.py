"""``waterbed graph``: the graph of this installation."""

import json
import os
from typing import Annotated, Any

import typer

from api.cli.context import context_of, say

app = typer.Typer(help="Start, stop, query and compare the graph.")


@app.command()
def start(context: typer.Context) -> None:
    """Start the embedded graph, or check the one that WATERBED_GRAPH_URI names."""
    from api.jobs.opened import opened_graph  # noqa: PLC0415 - heavy

    with opened_graph(context_of(context).home) as db:
        say(f"The graph is up: {db.server()}")
    status(context)


@app.command()
def stop(context: typer.Context) -> None:
    """Stop the embedded graph by its own process id."""
    from graph.embedded import stop as stop_engine  # noqa: PLC0415

    _refuse_named("stop")
    was_up = stop_engine(context_of(context).home.graph)
    print("stopped" if was_up else "was not up")


@app.command()
def status(context: typer.Context) -> None:
    """Show whether the graph is up, and where."""
    from api.graph_address import named_address  # noqa: PLC0415
    from graph.embedded import status as engine_status  # noqa: PLC0415
    from graph.store.database import open_database  # noqa: PLC0415

    named = named_address(os.environ)
    if named is not None:
        with open_database(named) as db:
            print(f"up  {named.uri}  {db.server()}")
        return
    found = engine_status(context_of(context).home.graph)
    print(f"up  {found.uri}  process {found.pid}" if found.running else "down")


@app.command()
def digest(context: typer.Context) -> None:
    """Print the digest of what the graph knows: the same on every engine, however it came to be."""
    from api.jobs.opened import opened_graph  # noqa: PLC0415
    from graph.store.digest import graph_digest  # noqa: PLC0415

    with opened_graph(context_of(context).home) as db:
        print(graph_digest(db))


@app.command()
def query(
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="CYPHER", help="A query that reads.")],
) -> None:
    """Run an analyst's own query and print a line of JSON for each row. It can read only."""
    from api.jobs.opened import opened_graph  # noqa: PLC0415

    with opened_graph(context_of(context).home) as db:
        for row in db.query(text):
            print(json.dumps(row, default=_plain, ensure_ascii=False))


def _plain(value: Any) -> Any:
    """Dates as ISO text; nodes and paths as the driver shows them."""
    return value.iso_format() if hasattr(value, "iso_format") else str(value)


def _refuse_named(what: str) -> None:
    from graph.errors import UsageError  # noqa: PLC0415

    if os.environ.get("WATERBED_GRAPH_URI"):
        message = f"WATERBED_GRAPH_URI names a graph that is not ours to {what}"
        raise UsageError(message)
