"""Everything on today's division: what was counted under a dissolved municipality counts where its territory lies now.

Registers keep the codes that were valid on the day; a series that ends because a municipality was merged into another
would look like a measure that worked, and somebody met before and after it would seem to have moved. So comparisons over
time, and ways of persons and premises, are made on the municipalities of today. The successor
is the one that took the territory or most of it; a municipality that was split counts as a whole there. Stored records
keep their codes: this is a mapping, never a rewrite.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from graph.columns import EncounterColumns, EventColumns, Ints
from graph.geography.municipalities import MunicipalityTable
from graph.model import Control, Intervention


def events_today(events: EventColumns, table: MunicipalityTable) -> EventColumns:
    """Return the same events under the municipalities of today."""
    names, municipality = _recoded(events.municipalities, events.municipality, table)
    return (
        events if names == events.municipalities else replace(events, municipality=municipality, municipalities=names)
    )


def encounters_today(columns: EncounterColumns, table: MunicipalityTable) -> EncounterColumns:
    """Return the same encounters under the municipalities of today."""
    names, municipality = _recoded(columns.municipalities, columns.municipality, table)
    if names == columns.municipalities:
        return columns
    return replace(columns, municipality=municipality, municipalities=names)


def _recoded(codes: tuple[str, ...], municipality: Ints, table: MunicipalityTable) -> tuple[tuple[str, ...], Ints]:
    today = [table.today(code) for code in codes]
    names = tuple(sorted(set(today)))
    code_of = np.array([names.index(name) for name in today], dtype=np.int32)
    return names, code_of[municipality] if len(code_of) else municipality


def controls_today(controls: Iterable[Control], table: MunicipalityTable) -> list[Control]:
    """Return the same controls under the municipalities of today."""
    return [replace(c, municipality=table.today(c.municipality)) for c in controls]


def interventions_today(interventions: Iterable[Intervention], table: MunicipalityTable) -> list[Intervention]:
    """Return the same measures, each covering the municipalities that hold its territory today, the first one first."""
    return [
        replace(i, municipalities=tuple(dict.fromkeys(table.today(c) for c in i.municipalities))) for i in interventions
    ]


def division_caveats(codes: Sequence[str], table: MunicipalityTable) -> tuple[str, ...]:
    """What has to be said where a measure was taken in a municipality that has been dissolved since."""
    told = []
    for code in dict.fromkeys(codes):
        if code in table and table.current(code) != code:
            gone, heir = table.get(code), table.get(table.current(code))
            told.append(
                f"{gone.name} went into {heir.name} on {gone.valid_until}: counted as the whole of it throughout"
            )
    return tuple(told)
