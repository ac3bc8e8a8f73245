"""Open a file of any format: what it is, its content says, not its name."""

from pathlib import Path

from graph.errors import UnreadableFile
from ingest.formats.delimited import open_delimited
from ingest.formats.json_lines import open_json_lines
from ingest.formats.records import Source
from ingest.formats.sandbox import open_sandboxed

JSON_SUFFIXES = (".jsonl", ".ndjson", ".json")
_BOM = b"\xef\xbb\xbf"


def open_source(
    path: Path, *, encoding: str | None = None, delimiter: str | None = None, sheet: str | None = None
) -> Source:
    """Open a file.

    Parameters
    ----------
    path
        CSV, XLSX, Parquet or JSON Lines.
    encoding, delimiter, sheet
        As a layout says them; None where it doesn't.

    Raises
    ------
    UnreadableFile
        When it isn't there, or can't be read as a whole.
    """
    try:
        match _format(path):
            case "xlsx":
                return open_sandboxed(path, "workbook", sheet=sheet)
            case "parquet":
                return open_sandboxed(path, "parquet", sheet=None)
            case "jsonl":
                return open_json_lines(path)
            case _:
                return open_delimited(path, encoding=encoding, delimiter=delimiter)
    except OSError as error:
        message = f"{path} can't be read: {error.strerror}"
        raise UnreadableFile(message) from None


def format_of(path: Path) -> str:
    """Format that the content of a file says: csv, xlsx, parquet or jsonl.

    Raises
    ------
    UnreadableFile
        When it isn't there, or is empty.
    """
    try:
        return _format(path)
    except OSError as error:
        message = f"{path} can't be read: {error.strerror}"
        raise UnreadableFile(message) from None


def _format(path: Path) -> str:
    head = _head(path)
    if head.startswith(b"PK\x03\x04"):
        return "xlsx"
    if head.startswith(b"PAR1"):
        return "parquet"
    begins_as_json = head.removeprefix(_BOM).lstrip().startswith((b"{", b"["))
    return "jsonl" if path.suffix.lower() in JSON_SUFFIXES or begins_as_json else "csv"


def _head(path: Path) -> bytes:
    if path.is_dir():
        message = f"{path} is a directory: name files, or the directory alone"
        raise UnreadableFile(message)
    if path.exists() and not path.is_file():
        message = f"{path} is no file: name files, or a directory of files"
        raise UnreadableFile(message)
    try:
        with path.open("rb") as stream:
            head = stream.read(64)
    except FileNotFoundError:
        message = f"{path} does not exist: check the name"
        raise UnreadableFile(message) from None
    if not head:
        message = f"{path.name} is empty: it needs a header row and rows"
        raise UnreadableFile(message)
    return head
