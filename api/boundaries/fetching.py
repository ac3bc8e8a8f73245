"""Fetching boundaries: one file from one named host, over TLS, within limits, when somebody asks for it.

The only request this product makes by itself. It says nothing of anybody: the address holds a layer and a year.
Nothing redirects it elsewhere.
"""

import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from typing import IO, Any
from urllib.parse import urlsplit

from graph.errors import BoundariesError

HOST = "service.pdok.nl"
"""PDOK, which publishes the CBS gebiedsindelingen."""

_LAYER = (
    "/cbs/gebiedsindelingen/{vintage}/wfs/v1_0?request=GetFeature&service=WFS&version=2.0.0"
    "&typeName=gebiedsindelingen:gemeente_gegeneraliseerd&outputFormat=application/json&srsName=EPSG:28992"
)
_CHUNK_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Limits:
    """What a download may take: bytes, seconds without an answer, seconds in all."""

    size_bytes: int = 64_000_000
    silence_s: float = 20.0
    total_s: float = 300.0


def layer_address(vintage: int) -> str:
    """Address of the generalised municipalities of a year, as GeoJSON in RD New."""
    return f"https://{HOST}{_LAYER.format(vintage=vintage)}"


def download(
    address: str,
    *,
    origin: str = f"https://{HOST}",
    limits: Limits = Limits(),
    clock: Callable[[], float] = time.monotonic,
    on_bytes: Callable[[int], None] = lambda _n: None,
) -> bytes:
    """Download what an address holds.

    Parameters
    ----------
    address
        Where to; only of ``origin``.
    origin
        Scheme and host (and port) that may be asked; nothing else is, redirected or not.
    limits
        What it may take.
    clock
        Seconds that only go forward.
    on_bytes
        Told how many bytes came, each time some do.

    Raises
    ------
    BoundariesError
        When the host doesn't answer, refuses, sends too much or too slowly, or points elsewhere.
    """
    parts = urlsplit(address)
    if f"{parts.scheme}://{parts.netloc}" != origin:
        message = f"boundaries are fetched from {urlsplit(origin).netloc} only"
        raise BoundariesError(message)
    deadline = clock() + limits.total_s
    opener = urllib.request.build_opener(_NoRedirects())
    request = urllib.request.Request(address, headers={"User-Agent": "waterbed", "Accept": "application/json"})  # noqa: S310 - checked above
    try:
        with opener.open(request, timeout=limits.silence_s) as answer:
            received = bytearray()
            while chunk := answer.read1(_CHUNK_BYTES):
                received += chunk
                on_bytes(len(chunk))
                if len(received) > limits.size_bytes:
                    raise _refused(parts.netloc, f"sends more than {limits.size_bytes // 1_000_000} MB")
                if clock() > deadline:
                    raise _refused(parts.netloc, f"takes longer than {limits.total_s:.0f} s")
            _check_length(answer.headers, len(received), parts.netloc)
            return bytes(received)
    except urllib.error.HTTPError as error:
        error.close()
        why = "points elsewhere" if 300 <= error.code < 400 else f"answers {error.code}"
        raise _refused(parts.netloc, f"{why}: is there a layer of that year?") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        name = "no answer in time" if isinstance(reason, TimeoutError) else type(reason).__name__
        raise _refused(parts.netloc, f"can't be reached ({name})") from None


def _check_length(headers: Message, received: int, host: str) -> None:
    said = headers.get("Content-Length")
    if said is not None and said.isdigit() and int(said) != received:
        raise _refused(host, "broke off in the middle")


def _refused(host: str, what: str) -> BoundariesError:
    return BoundariesError(
        f"{host} {what}; without a network, take the file elsewhere and use `waterbed geo import FILE`"
    )


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Follows nothing: an answer that points elsewhere is an error."""

    def redirect_request(
        self, _req: urllib.request.Request, _fp: IO[bytes], _code: int, _msg: str, _headers: Any, _newurl: str
    ) -> None:
        """Follow no redirect."""
