"""Lines of a text file as they stream, decoded; and what is no text is known before its first line is used."""

import codecs
from collections.abc import Iterator
from pathlib import Path

from graph.errors import UnreadableFile

MAX_LINE_BYTES = 8_000_000
"""A longer line is a spoilt row."""
MAX_ROW_BYTES = 64_000_000
"""A file with a longer line is no table."""
NEARLY_ALL = 0.95
SAMPLE_BYTES = 1 << 16
JUDGED_LINES = 1_000

_BOM = codecs.BOM_UTF8
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_OTHER_FORMATS = {
    b"\xd0\xcf\x11\xe0": "is an old Excel workbook (.xls), or one locked with a password: save it as XLSX without one",
    b"%PDF": "is a PDF: send the table itself, as CSV or XLSX",
    b"\x1f\x8b": "is compressed: unpack it first",
    b"7z\xbc\xaf": "is compressed: unpack it first",
    b"Rar!": "is compressed: unpack it first",
    b"BZh": "is compressed: unpack it first",
    b"\xfd7zXZ": "is compressed: unpack it first",
}


class Lines:
    """Lines of a file with their line ends, each time it is asked from the first on; None for one over 8 MB.

    The whole file is looked through once at the start, to know its encoding and that it is text.

    Parameters
    ----------
    path
        The file.
    encoding
        Its encoding, or None to find it: UTF-8 where nearly all lines decode as such, else Windows-1252. A byte order
        mark says UTF-8 whatever stands here.

    Raises
    ------
    UnreadableFile
        For a file that isn't text, or in an encoding that isn't read.
    """

    def __init__(self, path: Path, encoding: str | None = None) -> None:
        self._path = path
        with path.open("rb") as stream:
            head = stream.read(SAMPLE_BYTES)
        _refuse_other_formats(path.name, head)
        self.has_quotes = False
        self._end = b"\r" if b"\r" in head and b"\n" not in head else b"\n"
        if head.startswith(_BOM):
            given: str | None = "utf-8"
        else:
            given = None if encoding is None else _codec(path.name, encoding)
        found = self._survey()
        self.encoding = given or found

    def __iter__(self) -> Iterator[str | None]:
        """Lines, decoded; bytes that aren't text in the encoding stand as surrogates."""
        for raw in self._raw():
            yield None if raw is None else raw.decode(self.encoding, errors="surrogateescape")

    def _survey(self) -> str:
        lines = bad = binary = 0
        for raw in self._raw():
            lines += 1
            if raw is None:
                continue
            binary += b"\x00" in raw
            self.has_quotes = self.has_quotes or b'"' in raw
            try:
                raw.decode("utf-8")
            except UnicodeDecodeError:
                bad += 1
            if lines == JUDGED_LINES:
                self._judge(lines, binary)
        self._judge(lines, binary)
        return "utf-8" if bad <= (1 - NEARLY_ALL) * max(lines, 20) else "cp1252"

    def _judge(self, lines: int, binary: int) -> None:
        if binary > max(1, lines // 2):
            message = f"{self._path.name} is not text: send CSV, XLSX, Parquet or JSON Lines"
            raise UnreadableFile(message)

    def _raw(self) -> Iterator[bytes | None]:
        is_first = True
        lines = self._by_newline() if self._end == b"\n" else self._by_return()
        for raw in lines:
            yield raw.removeprefix(_BOM) if is_first and raw is not None else raw
            is_first = False

    def _by_newline(self) -> Iterator[bytes | None]:
        with self._path.open("rb") as stream:
            while raw := stream.readline(MAX_LINE_BYTES):
                size = len(raw)
                while not raw.endswith(b"\n") and (more := stream.readline(MAX_LINE_BYTES)):
                    size += len(more)
                    if size > MAX_ROW_BYTES:
                        message = (
                            f"{self._path.name} has a line of over {MAX_ROW_BYTES // 1_000_000} MB: it is no table"
                        )
                        raise UnreadableFile(message)
                    raw = more
                yield raw if size < MAX_LINE_BYTES else None

    def _by_return(self) -> Iterator[bytes | None]:
        """Lines of old Macintosh files, that end in a carriage return alone."""
        with self._path.open("rb") as stream:
            rest = b""
            while block := stream.read(MAX_LINE_BYTES):
                *lines, rest = (rest + block).split(b"\r")
                yield from (line + b"\n" if len(line) < MAX_LINE_BYTES else None for line in lines)
                if len(rest) > MAX_ROW_BYTES:
                    message = f"{self._path.name} has a line of over {MAX_ROW_BYTES // 1_000_000} MB: it is no table"
                    raise UnreadableFile(message)
            if rest:
                yield rest if len(rest) < MAX_LINE_BYTES else None


def _refuse_other_formats(name: str, head: bytes) -> None:
    if head.startswith(_UTF_16):
        message = f"{name} is UTF-16: save it as CSV UTF-8"
        raise UnreadableFile(message)
    for magic, what in _OTHER_FORMATS.items():
        if head.startswith(magic):
            message = f"{name} {what}"
            raise UnreadableFile(message)
    if head.count(0) > len(head) // 3:
        message = f"{name} is not text: send CSV (UTF-8), XLSX, Parquet or JSON Lines"
        raise UnreadableFile(message)


def _codec(name: str, encoding: str) -> str:
    try:
        found = codecs.lookup(encoding).name
        keeps_ascii = "az09;,\n".encode(found) == b"az09;,\n"
    except (LookupError, UnicodeError, TypeError):
        keeps_ascii = False
    if not keeps_ascii:
        message = f"{name}: the layout's encoding {encoding!r} can't be read: utf-8 or windows-1252"
        raise UnreadableFile(message)
    return "utf-8" if found == "utf-8-sig" else found
