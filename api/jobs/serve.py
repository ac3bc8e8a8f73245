"""Serving a home: its graph opened first, so that what isn't there is said before anything listens."""

import secrets
import sys
from collections.abc import Callable
from functools import partial

from api.access.decisions import policy_text
from api.access.oidc import Provider
from api.access.settings import LOOPBACK, Settings, load_settings
from api.home import Home
from api.http.app import GROUNDS, create_app
from api.http.server import HOST, serve
from api.http.service import Exposure, Service, utc_now
from api.intake.feeds_file import load_feeds
from api.intake.signals_file import load_signal_settings
from api.jobs.alerts import delivering
from api.jobs.beside import beside
from api.jobs.cases import reminding
from api.jobs.demo import MARK
from api.jobs.intake import taking_in
from api.jobs.opened import opened_graph
from graph.errors import UsageError
from graph.store.schema import claim
from ingest.keyring import load_keyring
from ingest.policy_file import load_policy

TURN_S = 0.0005
"""So long does a thread that computes keep those waiting that only answer; an answer has some twenty such waits."""


def serve_home(
    home: Home, *, port: int, on_listening: Callable[[str], None], seconds: float | None = None, host: str = HOST
) -> None:
    """Serve a home until SIGINT or SIGTERM, and send its alerts all the while.

    Who may log in is what ``access.toml`` says. In a home that a demo made, and without that file, a role can be
    chosen freely, on this machine alone. Anywhere else nobody can log in.

    Parameters
    ----------
    home
        The installation.
    host
        Address to listen on; one that others reach demands a login provider.
    port, on_listening, seconds
        As for :func:`api.http.server.serve`.

    Raises
    ------
    UsageError
        When it would be reachable by others without a login provider.
    WaterbedError
        When the graph or the port can't be had, or the plan of alerts can't be used.
    """
    settings = load_settings(home.access)
    exposure = exposure_of(settings, host=host, is_demo=(home.root / MARK).exists())
    policy_text()
    if not home.keys.exists():
        with opened_graph(home) as db, delivering(home, db, seed=secrets.randbits(32)):
            serve(create_app(db.server), host=host, port=port, on_listening=on_listening, seconds=seconds)
        return
    keyring = load_keyring(home.keys)
    load_signal_settings(home.signals, load_policy(home.policy))
    load_feeds(home.feeds, home.root)
    with (
        opened_graph(home) as db,
        delivering(home, db, seed=secrets.randbits(32)),
        reminding(db, clock=utc_now),
    ):
        claim(db, keyring.fingerprint())
        provider = Provider(settings.registered) if settings else None
        service = Service(home, db, keyring, exposure=exposure, provider=provider)
        app = create_app(db.server, service)
        sys.setswitchinterval(TURN_S)
        try:
            with (
                taking_in(home, on_done=service.kept.hurry),
                beside(partial(service.kept.keep_ahead, GROUNDS), name="ahead"),
            ):
                serve(app, host=host, port=port, on_listening=on_listening, seconds=seconds)
        finally:
            service.jobs.close()


def exposure_of(settings: Settings | None, *, host: str, is_demo: bool) -> Exposure:
    """Where the service is reached, by which names, and whether a role may be chosen.

    Raises
    ------
    UsageError
        When others would reach it without a login provider.
    """
    is_own = host in LOOPBACK
    if settings is None and not is_own:
        message = (
            "without a login provider the service is for this machine alone: leave --host away, or write access.toml"
        )
        raise UsageError(message)
    if settings is None:
        return Exposure(chooser=is_demo)
    if not is_own and not settings.is_secure:
        message = "others reach the service over https alone: let redirect_uri in access.toml begin with https://"
        raise UsageError(message)
    return Exposure(hosts=frozenset({settings.host}) | LOOPBACK, is_secure=settings.is_secure)
