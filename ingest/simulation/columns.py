"""An invented region as columns under perfect linkage: everybody is who she is.

What an analysis finds here is the analysis' own doing, not linkage's; and a region is there in seconds, since nobody is
written down, read and compared. The rows are those of :func:`ingest.simulation.simulate` of the same seed that the
contract stores; nothing is misspelt in them, and of identifiers the person's own phone and the controller's are there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.columns import EncounterColumns, day_number
from ingest.simulation.meetings import MONTH_ONLY, Meeting, Region, draw_region
from ingest.simulation.registers import day_of
from ingest.simulation.scoring import Truth
from ingest.simulation.world import World

DAYS_OF_A_MONTH = 31
NAMED = ("municipality", "source", "operation", "premises", "premises_kind", "channel", "status")
_PLURAL = {
    "municipality": "municipalities",
    "source": "sources",
    "operation": "operations",
    "premises": "premises_ids",
    "premises_kind": "premises_kinds",
    "channel": "channels",
    "status": "statuses",
}
_KIND = {"phones": "phone", "advert_ids": "advert", "controller_ref": "controller"}


@dataclass(frozen=True, slots=True)
class DrawnColumns:
    """Columns of what is stored of a region, and its truth by encounter id."""

    columns: EncounterColumns
    truth: Truth


def drawn_columns(world: World, *, seed: int, encounters: int, join_namesakes: bool = False) -> DrawnColumns:
    """Draw a region and lay it out as columns.

    Parameters
    ----------
    world, seed, encounters
        As for :func:`ingest.simulation.simulate`.
    join_namesakes
        Whether namesakes are taken for one person, the error that linkage makes of them: then they are one in the
        columns, and two in the truth.
    """
    region = draw_region(world, seed=seed, encounters=encounters, named=False)
    namesakes: Any = region.planted["namesakes"]
    joined = {other: one for one, other in namesakes} if join_namesakes else {}
    meetings = stored(region)
    persons = ["" if m.person is None else joined.get(m.person.id, m.person.id) for m in meetings]
    return DrawnColumns(laid_out(meetings, persons, world), truth_of(region, meetings))


def stored(region: Region) -> list[Meeting]:
    """Meetings of a region that the contract stores, signals about premises included; this draws them."""
    return [m for m in region.meetings if m.person is None or m.is_stored]


def encounter_id(number: int) -> str:
    """Id of the stored meeting of that number."""
    return f"e{number:07d}"


def truth_of(region: Region, meetings: Sequence[Meeting]) -> Truth:
    """Truth of stored meetings by :func:`encounter_id`."""
    return Truth(
        person_of={encounter_id(i): m.person.id for i, m in enumerate(meetings) if m.person},
        role_of={p.id: p.role for p in region.persons},
        operation_of={encounter_id(i): m.operation for i, m in enumerate(meetings) if m.operation},
        planted=region.planted,
    )


def laid_out(meetings: Sequence[Meeting], persons: Sequence[str], world: World) -> EncounterColumns:
    """Columns of meetings under the persons named beside them, empty for none."""
    ids = [encounter_id(i) for i in range(len(meetings))]
    begin = day_number(world.begin)
    first = np.array([m.day for m in meetings], dtype=np.int32) + begin
    last = first.copy()
    for i, m in enumerate(meetings):
        if m.minute == MONTH_ONLY:
            first[i] = day_number(day_of(world, m.day).replace(day=1))
            last[i] = first[i] + DAYS_OF_A_MONTH - 1
    minute = np.array([max(0, m.minute + 1) for m in meetings], dtype=np.int32)
    known, person = _coded(persons)
    number = np.where(person < 0, len(known), person)
    order = np.lexsort((np.arange(len(ids)), minute, last, first, number))
    fields = zip(
        *((m.town, m.source, m.operation, m.address, m.kind, m.channel, m.status) for m in meetings), strict=True
    )
    columns: dict[str, Any] = {}
    for name, values in zip(NAMED, fields, strict=True):
        columns[_PLURAL[name]], code = _coded(values)
        columns[name] = code[order]
    written = [carried(m) for m in meetings]
    identifiers, codes = _coded([i for row in written for i in row])
    length = np.array([len(row) for row in written], dtype=np.int64)
    begins = np.concatenate(([0], np.cumsum(length)))[:-1]
    offsets = np.concatenate(([0], np.cumsum(length[order]))).astype(np.int64)
    taken = np.repeat(begins[order] - offsets[:-1], length[order]) + np.arange(offsets[-1])
    return EncounterColumns(
        ids=tuple(ids[i] for i in order.tolist()),
        person=person[order],
        persons=known,
        first_day=first[order],
        last_day=last[order],
        minute=minute[order],
        identifiers=identifiers,
        identifier_offsets=offsets,
        identifier_codes=codes[taken],
        **columns,
    )


def carried(meeting: Meeting) -> list[str]:
    """Identifiers that were written down, as sorted ``kind:value`` strings."""
    own = {f"phone:{meeting.phone}"} if meeting.phone else set[str]()
    return sorted(own | {f"{_KIND[column]}:{value}" for column, value in meeting.shared.items()})


def _coded(values: Sequence[str] | Iterable[str]) -> tuple[tuple[str, ...], Any]:
    """Sorted table of the values that aren't empty, and the code of each; -1 for an empty one."""
    listed = list(values)
    table = tuple(sorted(set(listed) - {""}))
    code = {"": -1} | {value: i for i, value in enumerate(table)}
    return table, np.array([code[v] for v in listed], dtype=np.int32)
