"""What a dry run of a file found, as lines a data officer can read."""

from collections.abc import Iterator, Mapping
from typing import Any

_OUTCOMES = {
    "stored": "would be stored",
    "premises_signal": "are signals about premises",
    "reduced": "would be reduced to a tally",
    "again": "are records that stand in the file more than once",
    "rejected": "would be rejected",
}


def dry_run_lines(found: Mapping[str, Any]) -> Iterator[str]:
    """Say what would become of the rows of a file, and what in it a layout doesn't know.

    Parameters
    ----------
    found
        The dry run as plain values (``ingest.layouts.check.DryRun``).
    """
    yield f"{found['file']}: {found['rows']:,} rows, of which"
    for outcome, words in _OUTCOMES.items():
        if found["outcomes"].get(outcome):
            yield f"  {found['outcomes'][outcome]:,} {words}"
    for label, name in (
        ("rejected", "rejected_by_reason"),
        ("reduced", "reduced_by_reason"),
        ("left empty, wrong", "wrong_cells"),
    ):
        for what, n in found[name].items():
            yield f"{n:,} {label}: {what}"
    for column, words in found["untranslated"].items():
        for word, n in words["shown"].items():
            yield f'{n:,} not translated: {column} "{word}"'
        if words["rarer"]:
            yield f"{words['rows'] - sum(words['shown'].values()):,} not translated: {column}, words that aren't shown"
    if found["unknown_columns"]:
        yield f"columns not read: {', '.join(found['unknown_columns'])}"
