"""Draw an invented region and write its files."""

import random
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from ingest.simulation import noise, registers
from ingest.simulation.meetings import MONTH_ONLY, Meeting, draw_region
from ingest.simulation.world import World
from ingest.simulation.write import Line, packed, write_files

SAID_EVERY = 1_000
"""Meetings after which it is said how far the drawing is."""


def simulate(
    out: Path, *, seed: int, encounters: int, world: World | None = None, on_rows: Callable[[int], None] | None = None
) -> dict[str, int]:
    """Write the contract files of an invented region into a folder, and the truth into its folder ``truth``.

    Parameters
    ----------
    out
        Folder to write to; made when missing.
    seed
        Same seed, same bytes.
    encounters
        About how many rows of encounters.
    world
        Rates; the default region where None.
    on_rows
        Told how many rows more were drawn.

    Returns
    -------
    :
        Rows written, by file.
    """
    base = world or World()
    region = draw_region(base, seed=seed, encounters=encounters, named=True)
    lines = list(_lines(region.meetings, base, random.Random(f"cells {seed}"), on_rows or (lambda _n: None)))
    return write_files(out, lines, region)


def _lines(
    meetings: Iterator[Meeting], world: World, rng: random.Random, on_rows: Callable[[int], None]
) -> Iterator[Line]:
    for number, meeting in enumerate(meetings, start=1):
        yield Line(
            cells=packed(written_row(meeting, world, rng)),
            person=meeting.person.id if meeting.person else "",
            role=meeting.role,
            operation=meeting.operation,
        )
        if number % SAID_EVERY == 0:
            on_rows(SAID_EVERY)


def written_row(meeting: Meeting, world: World, rng: random.Random) -> noise.Cells:
    """Cells of one row as its register writes them, the record number aside."""
    year, day = _date(world, meeting.day)
    row = dict(_frame(meeting.source))
    if meeting.person is not None:
        row |= noise.written(meeting.person, year, world, rng, by_police=registers.is_police(meeting.source))
        row["phones"] = noise.phone(meeting.phone, year, rng) if meeting.phone else ""
        row["exploitation_form"] = "labour" if meeting.kind == "work_site" else "sexual"
    for column, value in meeting.shared.items():
        row[column] = f"{row[column]}|{value}" if row.get(column) else value
    if meeting.minute >= 0:
        day += f"T{meeting.minute // 60:02d}:{meeting.minute % 60:02d}"
    row["observed_on"] = day[:7] if meeting.minute == MONTH_ONLY else day
    row["municipality"], row["premises_kind"], row["operation_id"] = meeting.town, meeting.kind, meeting.operation
    row["channel"], row["status"], row["consent_status"] = meeting.channel, meeting.status, meeting.consent
    row["premises_address"] = meeting.address
    row["reliability"] = rng.choice(("A2", "B2", "B3", "C3", ""))
    return row


@cache
def _date(world: World, day: int) -> tuple[int, str]:
    date = registers.day_of(world, day)
    return date.year, date.isoformat()


@cache
def _frame(source: str) -> tuple[tuple[str, str], ...]:
    is_police, is_care = registers.is_police(source), source == registers.CARE
    reporter = "police" if is_police else "care" if is_care else "municipality"
    return (
        ("source_id", source),
        ("reporter_type", "hotline" if source == registers.HOTLINE else reporter),
        ("legal_basis", "WPG art. 8" if is_police else "AVG art. 6 lid 1 sub a" if is_care else "WGS art. 2.24"),
        ("purpose", "signalering_mensenhandel"),
        ("regime", "WPG" if is_police else "AVG"),
    )
