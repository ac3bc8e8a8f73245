"""A download asks one host, follows nothing, and ends in clear words; the host here is this machine's own."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from api.boundaries.fetching import HOST, Limits, download, layer_address
from graph.errors import BoundariesError

CONTENT = b"x" * 200_000


class Answers(BaseHTTPRequestHandler):
    """Answers by path: the content, an error, another place, less than it says."""

    def do_GET(self) -> None:
        if self.path.startswith("/moved"):
            self.send_response(302)
            self.send_header("Location", "/whole")
            self.end_headers()
            return
        self.send_response(404 if self.path.startswith("/none") else 200)
        self.send_header("Content-Length", str(len(CONTENT) + (100 if self.path.startswith("/broken") else 0)))
        self.end_headers()
        self.wfile.write(CONTENT)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


@contextmanager
def serving() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    with serving() as address:
        yield address


def test_a_download_is_what_was_served(origin: str) -> None:
    told: list[int] = []
    assert download(f"{origin}/whole", origin=origin, on_bytes=told.append) == CONTENT
    assert sum(told) == len(CONTENT)


@pytest.mark.parametrize(("path", "words"), [
    ("none", "answers 404"),
    ("moved", "points elsewhere"),
    ("broken", "broke off|can't be reached"),
])  # fmt: skip
def test_what_goes_wrong_is_said_with_the_way_out(origin: str, path: str, words: str) -> None:
    with pytest.raises(BoundariesError, match=words) as refused:
        download(f"{origin}/{path}", origin=origin)
    assert "waterbed geo import FILE" in str(refused.value)


def test_too_much_is_refused(origin: str) -> None:
    with pytest.raises(BoundariesError, match="more than 0 MB"):
        download(f"{origin}/whole", origin=origin, limits=Limits(size_bytes=1000))


def test_too_slow_is_refused(origin: str) -> None:
    clock = iter([0.0, *[1000.0] * 100])
    with pytest.raises(BoundariesError, match="takes longer than 300 s"):
        download(f"{origin}/whole", origin=origin, clock=lambda: next(clock))


def test_nobody_there_is_said() -> None:
    with serving() as gone:
        pass
    with pytest.raises(BoundariesError, match="can't be reached"):
        download(f"{gone}/whole", origin=gone)


@pytest.mark.parametrize("address", [f"http://{HOST}/x", "https://example.org/x", "file:///etc/passwd"])
def test_no_other_origin_is_asked(address: str) -> None:
    with pytest.raises(BoundariesError, match=f"fetched from {HOST} only"):
        download(address)


def test_the_address_says_a_layer_and_a_year_and_nothing_else() -> None:
    assert layer_address(2024).startswith(f"https://{HOST}/cbs/gebiedsindelingen/2024/wfs/")
