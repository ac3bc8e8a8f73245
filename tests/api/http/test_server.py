"""Serving on loopback: says its address once it answers, ends when told to, and yields a taken port in a line."""

import http.client
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from api.http.app import create_app
from api.http.server import HOST, serve
from graph.errors import WaterbedError

SERVE = """
from api.http.app import create_app
from api.http.server import serve
serve(create_app(lambda: None), port=0, seconds={seconds}, on_listening=lambda address: print(address, flush=True))
"""


@contextmanager
def served(seconds: str = "None") -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-c", SERVE.format(seconds=seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_when_it_says_so_and_ends_cleanly_when_told(number: signal.Signals) -> None:
    with served() as (process, address):
        assert address.startswith(f"http://{HOST}:")
        connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=10)
        connection.request("GET", "/livez")
        assert connection.getresponse().status == 200
        connection.close()
        process.send_signal(number)
        said, complained = process.communicate(timeout=20)
        assert (process.returncode, said, complained) == (0, "", "")


def test_it_ends_by_itself_when_asked_to() -> None:
    with served("0.2") as (process, _):
        assert process.wait(timeout=20) == 0


def test_a_taken_port_is_said_in_a_line() -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(WaterbedError, match=f"port {port} can't be served on .* another with --port"):
            serve(create_app(lambda: None), port=port, on_listening=pytest.fail)
