"""docs/benchmarks.md: a part for each group of tables, each with its day, so that one can be measured again alone."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from api.bench.table import Table

HEAD = """# Benchmarks

Written by `make bench`, or a part of it by `waterbed bench all --only PART`. Every table names its seeds.
"""
_PART = re.compile(r"<!-- part: ([a-z-]+) -->\n")


def parts_of(page: str) -> dict[str, str]:
    """Parts of a page by name, as they stand."""
    _, *found = _PART.split(page)
    return dict(zip(found[::2], found[1::2], strict=True))


def part(tables: Sequence[Table], *, measured_on: date) -> str:
    """A part's text.

    Parameters
    ----------
    tables
        What was measured.
    measured_on
        Local date of the measurement.
    """
    return f"*Measured on {measured_on}.*\n\n" + "\n".join(table.markdown() for table in tables)


def page(parts: Mapping[str, str], order: Sequence[str]) -> str:
    """Whole page: parts in ``order``, those that aren't in it left out."""
    return HEAD + "".join(f"\n<!-- part: {name} -->\n\n{parts[name].strip()}\n" for name in order if name in parts)
