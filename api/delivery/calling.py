"""Calls to the outside, within limits: an address is looked up once, looked at, and then that very address is called.

Whatever the other side does, a call ends by its deadline, reads a few kilobytes at most, follows nothing and keeps
nothing that it was told but a number and a time to wait. Names are looked up by a function that comes in, so that what
a name means can't change between the look and the call.
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from api.delivery.schedule import Answer
from api.delivery.target_check import Endpoint, Network, endpoint, pinned
from graph.errors import PlanError

Lookup = Callable[[str, int], Sequence[str]]
"""Given a host and a port, every address it has."""
MOST_BYTES = 16_384


def system_lookup(host: str, port: int) -> Sequence[str]:
    """Every address that this machine finds for a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


@dataclass(frozen=True, slots=True)
class Outside:
    """How the outside is reached: how names are looked up, which networks may be called although not public, and which
    certificates are trusted; a call may take ``limit_s`` seconds in all.
    """

    context: ssl.SSLContext
    named: tuple[Network, ...] = ()
    lookup: Lookup = system_lookup
    limit_s: float = 10.0
    clock: Callable[[], float] = time.monotonic


class Unreachable(Exception):
    """Why a call came to nothing, in a word or two; it never leaves this package."""


def trusted(authorities: str | None) -> ssl.SSLContext:
    """Certificates to trust: those of the system, or of a file.

    Raises
    ------
    PlanError
        When the file can't be read as certificates.
    """
    try:
        return ssl.create_default_context(cafile=authorities)
    except (OSError, ssl.SSLError):
        message = (
            f"the plan names {authorities} as authorities, which can't be read as certificates: a PEM file is needed"
        )
        raise PlanError(message) from None


def post(url: str, body: bytes, headers: Mapping[str, str], *, outside: Outside, now: datetime) -> Answer:
    """Send a message to a web address; what came of it.

    Parameters
    ----------
    url
        A plainly written https address.
    body, headers
        The message.
    outside
        How the outside is reached.
    now
        Time of the call (UTC), for a ``Retry-After`` that names a date.
    """
    to = endpoint(url)
    if to is None:
        return Answer(problem="address refused")
    lines = [f"POST {to.path} HTTP/1.1", f"Host: {to.name}", "Connection: close", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    request = "\r\n".join([*lines, "", ""]).encode() + body
    try:
        with connected(to, outside) as (channel, end):
            channel.settimeout(_left(end, outside))
            channel.sendall(request)
            head = _head(channel, end, outside)
    except Unreachable as problem:
        return Answer(problem=str(problem))
    except TimeoutError:
        return Answer(problem="too slow")
    except ssl.SSLError:
        return Answer(problem="TLS broke off")
    except OSError:
        return Answer(problem="broke off")
    return read_answer(head, now=now)


@contextmanager
def connected(to: Endpoint, outside: Outside) -> Iterator[tuple[ssl.SSLSocket, float]]:
    """Open a channel to the one address that was looked at; with the moment (of the clock) by which all must end.

    Raises
    ------
    Unreachable
        When there is no such host, an address of it must not be called, or nobody proves to be it.
    """
    end = outside.clock() + outside.limit_s
    try:
        addresses = outside.lookup(to.host, to.port)
    except OSError:
        raise Unreachable("no such host") from None
    address = pinned(addresses, outside.named)
    if address is None:
        raise Unreachable("address refused")
    try:
        plain = socket.create_connection((str(address), to.port), timeout=_left(end, outside))
    except TimeoutError:
        raise Unreachable("too slow") from None
    except OSError:
        raise Unreachable("no connection") from None
    with plain:
        plain.settimeout(_left(end, outside))
        try:
            channel = outside.context.wrap_socket(plain, server_hostname=to.host)
        except ssl.SSLCertVerificationError:
            raise Unreachable("certificate refused") from None
        with channel:
            yield channel, end


def read_answer(head: bytes, *, now: datetime) -> Answer:
    """Answer that the first lines of a response give."""
    lines = head.decode("latin-1").split("\r\n")
    parts = lines[0].split(" ", 2)
    is_http = len(parts) >= 2 and parts[0] in {"HTTP/1.0", "HTTP/1.1"}
    if not (is_http and len(parts[1]) == 3 and parts[1].isascii() and parts[1].isdigit()):
        return Answer(problem="no HTTP")
    fields = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    return Answer(status=int(parts[1]), retry_after=_retry_after(fields.get("retry-after", ""), now))


def _retry_after(text: str, now: datetime) -> timedelta | None:
    """Wait that a header asks for: seconds, or a date."""
    if text.isascii() and text.isdigit() and len(text) < 10:
        return timedelta(seconds=int(text))
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(timedelta(), (at if at.tzinfo else at.replace(tzinfo=UTC)) - now)


def _head(channel: ssl.SSLSocket, end: float, outside: Outside) -> bytes:
    received = bytearray()
    while b"\r\n\r\n" not in received:
        channel.settimeout(_left(end, outside))
        chunk = channel.recv(4096)
        received += chunk
        if len(received) > MOST_BYTES:
            raise Unreachable("too long an answer")
        if not chunk:
            break
    return bytes(received.partition(b"\r\n\r\n")[0])


def _left(end: float, outside: Outside) -> float:
    """Seconds until a call must end."""
    left = end - outside.clock()
    if left <= 0:
        raise TimeoutError
    return left
