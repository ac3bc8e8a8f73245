"""From a file to rows of text cells, as it streams; what spoils one row costs at most that row."""

from ingest.formats.table import KINDS, RawRow, Table, open_table

__all__ = ["KINDS", "RawRow", "Table", "open_table"]
