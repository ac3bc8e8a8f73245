"""Boundaries as lines of text: where they came from, and what a person importing them should look at."""

from collections.abc import Iterable, Iterator

from graph.geography import Borders, MunicipalityTable
from graph.geography.coverage import Checked

_SHOWN = 12


def checked_lines(checked: Checked, borders: Borders, table: MunicipalityTable) -> Iterator[str]:
    """Say what was found, a line each; what needs a look begins with ``look:``."""
    across = sum(b.shared_m == 0 for b in borders)
    yield f"{len(checked.known)} municipalities, {len(borders) - across} borders on land, {across} across water"
    if checked.merged:
        pairs = (f"{table.name(old)} into {table.name(new)}" for old, new in checked.merged)
        yield f"{len(checked.merged)} of an earlier division merged: {_few(pairs)}"
    for codes, what in (
        (checked.unknown, "codes that no table knows, left out"),
        (checked.missing, "municipalities without boundaries, next door there is by distance"),
        (checked.empty, "codes without a polygon"),
    ):
        if codes:
            yield f"look: {len(codes)} {what}: {_few(_named(codes, table))}"
    if checked.repaired:
        said = (f"{table.name(code)} ({why})" for code, why in checked.repaired)
        yield f"look: {len(checked.repaired)} polygons were invalid and repaired: {_few(said)}"


def _named(codes: Iterable[str], table: MunicipalityTable) -> Iterator[str]:
    return (f"{code} {table.name(code)}" if code in table else code for code in codes)


def _few(texts: Iterable[str]) -> str:
    every = list(texts)
    more = len(every) - _SHOWN
    return ", ".join(every[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
