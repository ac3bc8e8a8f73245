"""Debian's chromium, and an app that listens while it looks: for measuring and testing the browser app."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from socket import socket
from threading import Event, Thread

import uvicorn
from fastapi import FastAPI

OPTIONS: Sequence[str] = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""So that chromium runs as root without a screen, and asks nobody for anything."""


def chromium() -> str | None:
    """Where chromium is; None where it isn't."""
    return shutil.which("chromium")


@contextmanager
def listening(app: FastAPI) -> Iterator[str]:
    """Serve an app on a free port of this machine while the block runs; its address.

    Raises
    ------
    RuntimeError
        When it can't be served.
    """
    server = _Announced(uvicorn.Config(app, port=0, log_config=None, log_level="critical", lifespan="off"))
    thread = Thread(target=server.run)
    thread.start()
    try:
        if not server.is_up.wait(timeout=30):
            message = "the app doesn't listen"
            raise RuntimeError(message)
        host, port = server.servers[0].sockets[0].getsockname()
        yield f"http://{host}:{port}"
    finally:
        server.should_exit = True
        thread.join()


class _Announced(uvicorn.Server):
    """A server that says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_up = Event()

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_up.set()
