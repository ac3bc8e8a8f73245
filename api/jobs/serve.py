"""Serving a home: its graph opened first, so that what isn't there is said before anything listens."""

import secrets
from collections.abc import Callable

from api.home import Home
from api.http.app import create_app
from api.http.server import serve
from api.jobs.alerts import delivering
from api.jobs.opened import opened_graph


def serve_home(home: Home, *, port: int, on_listening: Callable[[str], None], seconds: float | None = None) -> None:
    """Serve a home on loopback until SIGINT or SIGTERM, and send its alerts all the while.

    Parameters
    ----------
    home
        The installation.
    port, on_listening, seconds
        As for :func:`api.http.server.serve`.

    Raises
    ------
    WaterbedError
        When the graph or the port can't be had, or the plan of alerts can't be used.
    """
    with opened_graph(home) as db, delivering(home, db, seed=secrets.randbits(32)):
        serve(create_app(db.server), port=port, on_listening=on_listening, seconds=seconds)
