"""The account of an ingest as lines a data officer can read."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_COUNTS = ("rows", "stored", "new_version", "unchanged", "premises_signal", "reduced", "rejected")
_HEADINGS = ("rows", "stored", "new version", "unchanged", "premises signal", "reduced", "rejected")


def report_lines(files: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Return a table of what became of the rows, a line a file, and under it what needs a look.

    Parameters
    ----------
    files
        Accounts as plain values (``FileReport.summary``).
    """
    width = max((len(f["file"]) for f in files), default=4)
    yield "  ".join(["file".ljust(width), *_HEADINGS])
    for f in files:
        if f["refused"]:
            yield f"{f['file'].ljust(width)}  refused, nothing of it stored"
            continue
        cells = (f"{f[name]:,}".rjust(len(heading)) for name, heading in zip(_COUNTS, _HEADINGS, strict=True))
        yield "  ".join([f["file"].ljust(width), *cells])
    for f in files:
        yield from _remarks(f)


def _remarks(f: Mapping[str, Any]) -> Iterator[str]:
    name = f["file"]
    for label, counts in (
        ("rejected", f["rejected_by_reason"]),
        ("reduced to a tally", f["reduced_by_reason"]),
        ("left empty, wrong", f["wrong_cells"]),
        ("note", f["remarks"]),
    ):
        for what, n in counts.items():
            yield f"{name}: {n:,} {label}: {what}"
    if f.get("layout"):
        yield f"{name}: read with the layout {f['layout']}"
    if f["unknown_columns"]:
        yield f"{name}: columns not read: {', '.join(f['unknown_columns'])}"
    if f["sheets_not_read"]:
        yield f"{name}: sheets not read: {', '.join(f['sheets_not_read'])}"
