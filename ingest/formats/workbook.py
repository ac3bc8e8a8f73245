"""XLSX workbooks (ECMA-376) as they stream: one row at a time, nothing unpacked to disk, no sheet held in memory.

Runs in a process of its own (:mod:`ingest.formats.sandboxed`) and imports nothing but the standard library. A part is
inflated no further than the archive says it is long, so an archive that lies about its sizes is damaged, not large.
"""

import re
import zipfile
import zlib
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

from ingest.formats.refusals import Refuse, Why
from ingest.formats.workbook_sheet import SheetRows, SheetXml
from ingest.formats.workbook_values import Shows, shown_by, unescaped

MAX_PARTS = 10_000
MAX_UNPACKED_BYTES = 2_000_000_000
BOMB_BYTES = 50_000_000
BOMB_RATIO = 200
"""Sheets shrink 5 to 40 times, a bomb about a thousand times."""
MAX_STRINGS = 5_000_000
MAX_STRINGS_BYTES = 120_000_000
MAX_TOKEN_BYTES = 8_000_000
MAX_STYLES = 70_000
BLOCK_BYTES = 1 << 18

_DAMAGED = (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, NotImplementedError, UnicodeError, ValueError)

Tick = Callable[[], None]
"""Called as reading gets on."""


@dataclass(frozen=True, slots=True)
class Strings:
    """Shared strings, side by side in one block of memory."""

    text: bytearray
    ends: "array[int]"

    def __len__(self) -> int:
        """How many there are."""
        return len(self.ends)

    def size(self, i: int) -> int:
        """Length of a string in bytes."""
        return int(self.ends[i] - (self.ends[i - 1] if i else 0))

    def __getitem__(self, i: int) -> str:
        """Return one string."""
        return self.text[self.ends[i - 1] if i else 0 : self.ends[i]].decode("utf-8", "surrogatepass")


class Workbook:
    """A workbook, open for reading.

    Parameters
    ----------
    path
        The file.
    tick
        Called as reading gets on.

    Raises
    ------
    Refuse
        When it can't be read as a whole.
    """

    def __init__(self, path: Path, tick: Tick) -> None:
        self._tick = tick
        try:
            self._archive = zipfile.ZipFile(path)
        except _DAMAGED:
            raise Refuse(Why.DAMAGED_WORKBOOK) from None
        _check_sizes(self._archive, path.stat().st_size)
        names = set(self._archive.namelist())
        if "[Content_Types].xml" not in names or not any(n.endswith(".xml") and n.startswith("xl/") for n in names):
            raise Refuse(Why.NOT_A_WORKBOOK)
        self._parts: dict[str, str] = {}
        self.is_1904 = False
        self._read_workbook()
        self._styles: list[Shows | int] | None = None
        self._strings: Strings | None = None

    @property
    def sheets(self) -> list[str]:
        """Names of the worksheets, in the order of the tabs."""
        return list(self._parts)

    def rows(self, sheet: str, header_row: int) -> SheetRows:
        """Rows of a sheet from its header on.

        Parameters
        ----------
        sheet
            Its name.
        header_row
            Row of the sheet that holds the headers, 1 for the first; 0 gives all rows as they are.
        """
        part = self._parts.get(sheet)
        if part is None or part not in self._archive.NameToInfo:
            raise Refuse(Why.NO_SHEET)
        if self._styles is None:
            self._styles = self._read_styles()
        if self._strings is None:
            self._strings = self._read_strings()
        xml = SheetXml(self._strings, self._styles, is_1904=self.is_1904)
        return SheetRows(self._events(part, xml.attach, xml.drain), header_row, self._tick)

    def _read_workbook(self) -> None:
        home = self._targets("_rels/.rels", "", "/officeDocument")
        main = next(iter(home.values()), "xl/workbook.xml")
        folder = main.rpartition("/")[0]
        targets = self._targets(f"{folder}/_rels/{main.rpartition('/')[2]}.rels", folder, "/worksheet")
        found: list[tuple[str, str]] = []

        def start(name: str, said: dict[str, str]) -> None:
            local = name.rpartition(":")[2]
            if local == "sheet":
                relation = next((v for k, v in said.items() if k.endswith(":id")), "")
                if relation in targets and len(found) < MAX_PARTS:
                    found.append((said.get("name", ""), targets[relation]))
            elif local == "workbookPr":
                self.is_1904 = said.get("date1904", "0").lower() in ("1", "true")

        self._read(main, start)
        for sheet, part in found:
            self._parts.setdefault(unescaped(sheet), part)
        if not self._parts:
            raise Refuse(Why.DAMAGED_WORKBOOK)

    def _targets(self, part: str, folder: str, kind: str) -> dict[str, str]:
        """Parts that a part refers to, of one kind, by the id of the relation."""
        found: dict[str, str] = {}

        def start(name: str, said: dict[str, str]) -> None:
            if name.rpartition(":")[2] == "Relationship" and said.get("Type", "").endswith(kind):
                found[said.get("Id", "")] = _resolved(said.get("Target", ""), folder)

        if part in self._archive.NameToInfo:
            self._read(part, start)
        return found

    def _read_styles(self) -> list[Shows | int]:
        codes: dict[int, str] = {}
        formats: list[int] = []
        inside = False

        def start(name: str, said: dict[str, str]) -> None:
            nonlocal inside
            local = name.rpartition(":")[2]
            if local == "cellXfs":
                inside = True
            elif local == "cellStyles":
                inside = False
            elif local == "numFmt" and said.get("numFmtId", "").isdigit():
                codes[int(said["numFmtId"])] = said.get("formatCode", "")
            elif local == "xf" and inside and len(formats) < MAX_STYLES:
                number = said.get("numFmtId", "0")
                formats.append(int(number) if number.isdigit() else 0)

        part = self._part("styles.xml")
        if part:
            self._read(part, start)
        return [shown_by(number, codes.get(number)) for number in formats]

    def _read_strings(self) -> Strings:  # noqa: C901 - closures: a call for every tag
        strings = Strings(bytearray(), array("Q"))
        part = self._part("sharedStrings.xml")
        if part is None:
            return strings
        heard: list[str] = []
        is_text, phonetic = False, 0

        def start(name: str, _: dict[str, str]) -> None:
            nonlocal is_text, phonetic
            local = name.rpartition(":")[2]
            if local == "t":
                is_text = not phonetic
            elif local == "si":
                heard.clear()
            elif local == "rPh":
                phonetic += 1

        def end(name: str) -> None:
            nonlocal is_text, phonetic
            local = name.rpartition(":")[2]
            if local == "t":
                is_text = False
            elif local == "rPh":
                phonetic -= 1
            elif local == "si":
                strings.text.extend(unescaped("".join(heard)).encode("utf-8", "surrogatepass"))
                strings.ends.append(len(strings.text))
                heard.clear()
                if len(strings) > MAX_STRINGS:
                    raise Refuse(Why.TOO_MUCH_TEXT)
                if len(strings) % 50_000 == 0:
                    self._tick()

        size = 0

        def text(data: str) -> None:
            nonlocal size
            if is_text:
                heard.append(data)
                size += len(data)
                if size > MAX_STRINGS_BYTES:
                    raise Refuse(Why.TOO_MUCH_TEXT)

        self._read(part, start, end, text)
        return strings

    def _part(self, name: str) -> str | None:
        """Part of this name beside the sheets, whatever the case it is written in."""
        wanted = f"/{name}".lower()
        return next((n for n in self._archive.namelist() if n.lower().endswith(wanted)), None)

    def _read(
        self,
        part: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        def attach(parser: expat.XMLParserType) -> None:
            parser.StartElementHandler = start
            parser.EndElementHandler = end
            parser.CharacterDataHandler = text

        for _ in self._events(part, attach, lambda: ()):
            pass

    def _events(
        self, part: str, attach: Callable[[expat.XMLParserType], None], drain: Callable[[], Any]
    ) -> Iterator[Any]:
        """Parse a part block by block; what ``drain`` gives after each."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_entities
        attach(parser)
        try:
            with self._archive.open(part) as stream:
                yield from _parsed(stream, parser, drain)
        except (*_DAMAGED, KeyError, RuntimeError) as error:
            is_full = isinstance(error, expat.ExpatError) and "memory" in str(error)
            raise Refuse(Why.MEMORY if is_full else Why.DAMAGED_WORKBOOK) from None


def _parsed(stream: IO[bytes], parser: expat.XMLParserType, drain: Callable[[], Any]) -> Iterator[Any]:
    fed = 0
    while block := stream.read(BLOCK_BYTES):
        parser.Parse(block, False)  # noqa: FBT003 - expat's signature
        fed += len(block)
        if fed - max(parser.CurrentByteIndex, 0) > MAX_TOKEN_BYTES:
            raise Refuse(Why.TOO_MUCH_TEXT)
        yield from drain()
    parser.Parse(b"", True)  # noqa: FBT003
    yield from drain()


def _check_sizes(archive: zipfile.ZipFile, size: int) -> None:
    parts = archive.infolist()
    if any(p.flag_bits & 0x1 for p in parts):
        raise Refuse(Why.PASSWORD)
    if len(parts) > MAX_PARTS or sum(p.file_size for p in parts) > MAX_UNPACKED_BYTES:
        raise Refuse(Why.BOMB)
    if any(p.file_size > BOMB_BYTES and p.file_size > BOMB_RATIO * max(p.compress_size, 1) for p in parts):
        raise Refuse(Why.BOMB)
    packed_otherwise = any(p.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for p in parts)
    if packed_otherwise or sum(p.compress_size for p in parts) > size:
        raise Refuse(Why.DAMAGED_WORKBOOK)


def _resolved(target: str, folder: str) -> str:
    if target.startswith("/"):
        return target[1:]
    path = f"{folder}/{target}" if folder else target
    while "/../" in path:
        path = re.sub(r"[^/]+/\.\./", "", path, count=1)
    return path.replace("/./", "/")


def _refuse_entities(*_: object) -> None:
    raise Refuse(Why.ENTITIES)
