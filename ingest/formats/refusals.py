"""Why a file can't be read as a whole: a closed list, so that no text from inside a file reaches a message."""

from enum import StrEnum

from graph.errors import UnreadableFile


class Why(StrEnum):
    """Reason for which a whole file is refused, as the reader in its own process says it."""

    DAMAGED_WORKBOOK = "damaged workbook"
    NOT_A_WORKBOOK = "not a workbook"
    PASSWORD = "password"
    BOMB = "bomb"
    ENTITIES = "entities"
    NO_SHEET = "no sheet"
    TOO_MANY_COLUMNS = "too many columns"
    TOO_MANY_ROWS = "too many rows"
    TOO_MUCH_TEXT = "too much text"
    DAMAGED_PARQUET = "damaged parquet"
    CLAIMS_ROWS = "claims rows"
    MEMORY = "memory"
    TIME = "time"
    ENDED = "ended"
    GONE = "gone"


_SAID = {
    Why.DAMAGED_WORKBOOK: "is not a whole XLSX workbook: save it again as XLSX, or send CSV",
    Why.NOT_A_WORKBOOK: "is an archive but no XLSX workbook: unpack it, or save it as XLSX",
    Why.PASSWORD: "is locked with a password: save the XLSX workbook without one",
    Why.BOMB: "unpacks to far more than any register holds: is it the right file?",
    Why.ENTITIES: "declares entities of its own, which no spreadsheet program writes: save it again as XLSX, or send CSV",
    Why.NO_SHEET: "has no sheet of the name that the layout says: is it the right layout?",
    Why.TOO_MANY_COLUMNS: "has more columns than any register: is it the right file?",
    Why.TOO_MANY_ROWS: "has more rows or cells than a sheet can hold: is it the right file?",
    Why.TOO_MUCH_TEXT: "holds more text than a workbook of rows does: send it as CSV",
    Why.DAMAGED_PARQUET: "is a damaged Parquet file: send it again",
    Why.CLAIMS_ROWS: "is a Parquet file that claims more rows than it has room for: send it again",
    Why.MEMORY: "needs more memory to unpack than any register: send it as CSV, or in parts",
    Why.TIME: "takes too long to unpack: send it as CSV, or in parts",
    Why.ENDED: "can't be unpacked: its reader ended early; save it again, or send CSV",
    Why.GONE: "changed or went away while it was read: send it again",
}


class Refuse(Exception):
    """Raised inside a reader's own process: the file is refused for this reason."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def refusal(name: str, why: Why) -> UnreadableFile:
    """Error of a file, by its base name."""
    return UnreadableFile(f"{name} {_SAID[why]}")
