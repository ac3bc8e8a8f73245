"""A whole analysis with chance, read from the graph: how long and in how much memory."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from api.bench.process import waterbed
from api.bench.region import fresh_home
from api.bench.table import Table
from api.home import Home
from api.jobs.opened import opened_graph
from graph.model import (
    Channel,
    Encounter,
    Identifier,
    IdentifierKind,
    Judgement,
    Moment,
    Precision,
    PremisesKind,
    Regime,
    ReporterType,
    Status,
    Verdict,
    YesNoUnknown,
)
from graph.store.database import Database
from graph.store.encounters import BATCH_ROWS, Records, write_records
from graph.store.persons import LinkedWrite, PersonRow, write_linked
from graph.store.rows import LOCAL_TIME
from ingest.simulation import World, registers
from ingest.simulation.columns import carried, encounter_id, stored
from ingest.simulation.meetings import Meeting, draw_region

NOW = datetime(2026, 1, 1, tzinfo=UTC)
AT_MOST_S = 90.0


def whole(*, encounters: int, seed: int) -> Table:
    """Table of one ``waterbed analyse`` of a graph that was filled with a region under perfect linkage.

    Parameters
    ----------
    encounters, seed
        Of the region.
    """
    with fresh_home() as (_, home):
        with opened_graph(Home(home)) as db:
            rows = fill(db, World(), seed=seed, encounters=encounters)
        analysed = waterbed(home, ["analyse"])
    row: dict[str, object] = {"encounters": rows, "seconds": analysed.seconds, "peak MB": analysed.peak_mb,
                              "target": f"<= {AT_MOST_S:g} s at 1,000,000", "met": analysed.seconds <= AT_MOST_S}  # fmt: skip
    return Table(
        "Whole analysis, read from the graph",
        ("encounters", "seconds", "peak MB", "target", "met"),
        [row],
        f"`waterbed analyse` as shipped, its start and what it writes included; about {encounters:,} encounters, seed "
        f"{seed}, perfect linkage, embedded engine beside it.",
    )


def fill(db: Database, world: World, *, seed: int, encounters: int) -> int:
    """Fill an empty graph with a region's stored encounters and true persons; how many encounters."""
    meetings = stored(draw_region(world, seed=seed, encounters=encounters, named=False))
    by_person: dict[str, list[int]] = {}
    for i, meeting in enumerate(meetings):
        if meeting.person is not None:
            by_person.setdefault(meeting.person.id, []).append(i)
    for begin in range(0, len(meetings), BATCH_ROWS):
        new = [
            (_encounter(i, meeting, world), ("d",))
            for i, meeting in enumerate(meetings[begin : begin + BATCH_ROWS], start=begin)
        ]
        write_records(db, Records(new=new), now=NOW)
    persons = sorted(by_person)
    for begin in range(0, len(persons), BATCH_ROWS):
        some = persons[begin : begin + BATCH_ROWS]
        person_of = {encounter_id(i): p for p in some for i in by_person[p]}
        rows = [_person(p, [meetings[i] for i in by_person[p]], world) for p in some]
        links = [_certain(a, b) for p in some for a, b in pairwise(map(encounter_id, by_person[p]))]
        write_linked(db, LinkedWrite(person_of=person_of, persons=rows, run="bench", judgements=links), now=NOW)
    return len(meetings)


def _person(person: str, met: Sequence[Meeting], world: World) -> PersonRow:
    days = [m.day for m in met]
    first, last = registers.day_of(world, min(days)), registers.day_of(world, max(days))
    return PersonRow(person, first, last, None, len(met), None if len(met) == 1 else 1.0)


def _certain(one: str, other: str) -> Judgement:
    left, right = sorted((one, other))
    return Judgement(f"{left} {right}", left, right, Verdict.SAME, 1.0, 99.0, "bench", NOW, "perfect linkage")


def _encounter(number: int, meeting: Meeting, world: World) -> Encounter:
    day = registers.day_of(world, meeting.day)
    begin = datetime(day.year, day.month, day.day, tzinfo=LOCAL_TIME)
    moment = Moment(begin.astimezone(UTC), (begin + timedelta(days=1)).astimezone(UTC), Precision.DAY)
    if meeting.minute >= 0:
        begin += timedelta(minutes=meeting.minute)
        moment = Moment(begin.astimezone(UTC), (begin + timedelta(minutes=1)).astimezone(UTC), Precision.MINUTE)
    is_police = registers.is_police(meeting.source)
    identifiers = (text.split(":", 1) for text in carried(meeting))
    return Encounter(
        id=encounter_id(number),
        source_id=meeting.source,
        reporter_type=ReporterType.POLICE if is_police else ReporterType.MUNICIPALITY,
        channel=Channel(meeting.channel),
        moment=moment,
        municipality=meeting.town,
        premises_kind=PremisesKind(meeting.kind) if meeting.kind else None,
        premises_id=meeting.address or None,
        operation_id=meeting.operation or None,
        identifiers=tuple(Identifier(IdentifierKind(kind), token) for kind, token in identifiers),
        names_person=meeting.person is not None,
        status=Status(meeting.status),
        form=None,
        reliability=None,
        legal_basis="bench",
        purpose="bench",
        regime=Regime.WPG if is_police else Regime.AVG,
        consent=None,
        sex=None,
        minor=YesNoUnknown.UNKNOWN,
        expires_on=None,
        content_digest="d",
        version=1,
        batch_id="bench",
    )
