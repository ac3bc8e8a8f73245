"""Serving the app, on this machine alone unless told otherwise, until told to end."""

import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from graph.errors import WaterbedError

HOST = "127.0.0.1"
_END_TIMEOUT_S = 5


class _Announced(uvicorn.Server):
    """A server that says when it listens."""

    def __init__(self, config: uvicorn.Config, on_listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_listening = on_listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_listening()


def serve(
    app: FastAPI, *, port: int, on_listening: Callable[[str], None], seconds: float | None = None, host: str = HOST
) -> None:
    """Serve an app until SIGINT or SIGTERM.

    Parameters
    ----------
    app
        What to serve.
    host
        Address to listen on; this machine alone unless told otherwise.
    port
        Where; 0 takes a free one.
    on_listening
        Told the address once it answers.
    seconds
        End by itself after this long; None: never.

    Raises
    ------
    WaterbedError
        When the port is taken or may not be used.
    """
    with _listening(host, port) as listener:
        address = f"http://{host}:{listener.getsockname()[1]}"
        # Silent: its log would repeat what an unexpected error says, and that may repeat a value.
        config = uvicorn.Config(
            app,
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_END_TIMEOUT_S,
        )
        server = _Announced(config, lambda: on_listening(address))
        with _ends_quietly(), _ended_after(server, seconds):
            server.run(sockets=[listener])


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen()
        except OSError as error:
            message = f"port {port} can't be served on ({error.strerror}): choose another with --port"
            raise WaterbedError(message) from None
        yield listener


@contextmanager
def _ends_quietly() -> Iterator[None]:
    """Take the signals that the server, having ended by them, raises once more."""
    ends = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, lambda *_: None) for number in ends}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _ended_after(server: uvicorn.Server, seconds: float | None) -> Iterator[None]:
    if seconds is None:
        yield
        return

    def end() -> None:
        server.should_exit = True

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
