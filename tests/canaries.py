"""Invented names, phones and document numbers to plant, and a scanner that finds them in whatever form they come.

A form is how a value may be written (as it is, in capitals, without blanks, as digits, as linkage spells it) and what
may have been made of it: reversed, in hexadecimal or base64, in UTF-16, or a digest that needs no key (MD5, SHA-1,
SHA-256, and HMAC of these with an empty key) in hexadecimal, base64, raw, or as a number. Of a digest its first eight
bytes are looked for, so that one cut short is found too.
"""

import base64
import hashlib
import hmac
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from anyascii import anyascii
from numpy.typing import NDArray

from ingest.linkage import names

NAMES, PHONES, DOCUMENTS = 80, 60, 60
_HEAD = 6
"""Bytes by which the scanner finds places worth a look; no form is shorter."""
_DIGESTS = ("md5", "sha1", "sha256")


@dataclass(frozen=True, slots=True)
class Hit:
    """A planted value found: where, which, and in what form."""

    where: str
    value: str
    form: str


def planted(seed: int = 11) -> tuple[list[str], list[str], list[str]]:
    """Names, phones (of a range that is not issued) and document numbers that occur nowhere else."""
    rng = random.Random(seed)
    starts, ends = (
        ["Qvald", "Xôrm", "Zwyp", "Kŷrgh", "Vrixh", "Jhôqu"],
        ["ymesh", "ôxandr", "iqvell", "urzhpek", "yghtamo"],
    )
    words = [f"{a}{m}{e}" for a in starts for m in ("u", "éb", "ack", "ynt") for e in ends]
    rng.shuffle(words)
    # A quarter are two words; no word is in two names, or finding one would be finding the other.
    found = [" ".join(words.pop() for _ in range(2 if i % 4 == 0 else 1)) for i in range(NAMES)]
    phones = [f"+31600{n:06d}" for n in rng.sample(range(10_000), PHONES)]
    documents = [f"QX{rng.randrange(10**6):06d}ZW{i:02d}" for i in range(DOCUMENTS)]
    return found, phones, documents


def written(value: str) -> set[str]:
    """Ways in which a value may be written."""
    digits = "".join(c for c in value if c.isdigit())
    ways = {value, value.lower(), value.upper(), value.casefold(), value.replace(" ", ""), anyascii(value)}
    ways |= {w.replace(" ", "") for w in ways} | {w.lower() for w in ways} | {w.upper() for w in ways}
    if value.startswith("+"):
        local = f"0{digits[2:]}"
        ways |= {digits, local, f"{local[:2]} {local[2:6]} {local[6:]}", f"{local[:2]}-{local[2:]}", f"00{digits}"}
    elif not digits:
        ways.add(names.spelling(value))
    return ways


def _of_bytes(made: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    first = made[:8]
    yield f"{name} hex", first.hex().encode()
    yield f"{name} raw", first
    yield f"{name} base64", base64.b64encode(made)[:10]
    yield f"{name} base64url", base64.urlsafe_b64encode(made)[:10]
    for signed in (False, True):
        yield f"{name} number", str(int.from_bytes(first, "big", signed=signed)).encode()


def forms(text: str) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each form of a text."""
    raw = text.encode()
    yield "plain", raw
    yield "reversed", text[::-1].encode()
    yield "UTF-16", text.encode("utf-16-le")
    yield "Windows-1252", text.encode("cp1252", errors="replace")
    yield "escaped", text.encode("unicode_escape")
    yield "hex", raw.hex().encode()
    for shift in range(3):
        # Inside a longer text base64 depends on where the value begins; the bytes at its edges are its neighbours'.
        encoded = base64.b64encode(b"\0" * shift + raw)[4 if shift else 0 :]
        kept = encoded[: len(encoded) // 4 * 4 - 4] if len(raw) > 8 else encoded.rstrip(b"=")
        yield "base64", kept
    for name in _DIGESTS:
        yield from _of_bytes(hashlib.new(name, raw).digest(), name)
        yield from _of_bytes(hmac.digest(b"", raw, name), f"HMAC-{name} without a key")


_WITHOUT_CASE = frozenset({"plain", "reversed", "hex"})


class Scanner:
    """Finds values in bytes, in every form of theirs.

    Parameters
    ----------
    values
        What was planted.
    """

    def __init__(self, values: Mapping[str, str] | list[str]) -> None:
        exact: dict[bytes, tuple[str, str]] = {}
        caseless: dict[bytes, tuple[str, str]] = {}
        for value in values:
            for text in written(value):
                for form, pattern in forms(text):
                    into = caseless if form in _WITHOUT_CASE or form.endswith(" hex") else exact
                    key = pattern.lower() if into is caseless else pattern
                    assert len(key) >= _HEAD, (value, form)
                    into.setdefault(key, (value, form))
        self._searches = [(exact, _heads(exact), _same), (caseless, _heads(caseless), bytes.lower)]

    def scan(self, where: str, content: bytes) -> list[Hit]:
        """Everything planted that is in a content."""
        found: dict[tuple[str, str], None] = {}
        for patterns, heads, prepared in self._searches:
            text = prepared(content)
            for place in np.flatnonzero(np.isin(_windows(text), heads.keys_array)).tolist():
                for pattern in heads.of[text[place : place + _HEAD]]:
                    if text.startswith(pattern, place):
                        found[patterns[pattern]] = None
        return [Hit(where, value, form) for value, form in found]


def _same(content: bytes) -> bytes:
    return content


@dataclass(frozen=True, slots=True)
class _Heads:
    of: Mapping[bytes, list[bytes]]
    keys_array: NDArray[np.uint64]


def _heads(patterns: Mapping[bytes, tuple[str, str]]) -> _Heads:
    of: dict[bytes, list[bytes]] = {}
    for pattern in patterns:
        of.setdefault(pattern[:_HEAD], []).append(pattern)
    return _Heads(of, np.array([_windows(head)[0] for head in of], np.uint64))


def _windows(content: bytes) -> NDArray[np.uint64]:
    """Return every run of bytes of a head's length, as a number."""
    data = np.frombuffer(content, np.uint8).astype(np.uint64)
    count = max(len(data) - _HEAD + 1, 0)
    found = np.zeros(count, np.uint64)
    for i in range(_HEAD):
        found = (found << np.uint64(8)) | data[i : i + count]
    return found
