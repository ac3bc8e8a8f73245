"""``waterbed serve``: the API on this machine."""

from typing import Annotated

import typer

from api.cli.context import context_of, say

DEFAULT_PORT = 8471


def serve(
    context: typer.Context,
    port: Annotated[
        int, typer.Option(metavar="N", min=0, max=65535, help="Where to listen; 0 takes a free port.")
    ] = DEFAULT_PORT,
    seconds: Annotated[float | None, typer.Option(hidden=True, min=0, help="End after this long.")] = None,
) -> None:
    """Serve the API on this machine, and print its address once it answers; ends on Ctrl-C.

    Without a login provider everything but /livez, /readyz and /v1/openapi.json answers 401.
    """
    from api.jobs.serve import serve_home  # noqa: PLC0415 - heavy

    def announce(address: str) -> None:
        print(address, flush=True)
        say("Serving; end it with Ctrl-C.")

    serve_home(context_of(context).home, port=port, on_listening=announce, seconds=seconds)
