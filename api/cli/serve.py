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
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Address to listen on; one that others reach needs access.toml.")
    ] = "127.0.0.1",
    seconds: Annotated[float | None, typer.Option(hidden=True, min=0, help="End after this long.")] = None,
) -> None:
    """Serve the API on this machine, and print its address once it answers; ends on Ctrl-C.

    Logins come from the provider that access.toml in the home names. Without one everything but /livez, /readyz,
    /v1/openapi.json and login answers 401; in a home that a demo made, a role can be chosen instead.
    """
    from api.jobs.serve import serve_home  # noqa: PLC0415 - heavy

    def announce(address: str) -> None:
        print(address, flush=True)
        say("Serving; end it with Ctrl-C.")

    serve_home(context_of(context).home, port=port, host=host, on_listening=announce, seconds=seconds)
