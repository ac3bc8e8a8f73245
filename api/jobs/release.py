"""Releases: counts that leave for everybody, decided once and written into the ledger before they leave."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from api.access.roles import Purpose
from api.home import Home
from api.jobs.alone import alone
from graph.disclosure import FLOOR, SafeCount, safe_count
from graph.disclosure.ledger import Decided, Key, Release, decided, ever_shown, latest, settled
from graph.disclosure.safe_count import THRESHOLD
from graph.geography import MunicipalityTable, load_municipalities
from graph.indicators import Indicator
from graph.indicators.deciding import decision_indicators
from graph.indicators.settle import PERSONS, released, settle, settled_persons, shown_again
from graph.indicators.table import Block, blocks
from graph.model import Reappearance
from graph.model.case import Case
from graph.store.cases import read_cases
from graph.store.database import Database
from graph.store.decisions import read_decisions
from graph.store.findings import read_findings
from graph.store.met import read_met
from graph.store.releases import read_releases, write_release
from graph.store.rows import LOCAL_TIME
from graph.summaries.mayor import Level
from graph.summaries.period import Period

WAIT_S = 60
FLOW, TO = "persons_who_moved", ">"
EVENTS = "events"
LIMIT = max(THRESHOLD, FLOOR)
DECISIONS = "decisions by rule version"
"""Question that the counts of decisions answer, in the ledger."""
FOLLOWED_UP = frozenset({Purpose.ASSESS_FINDING.value, Purpose.ARRANGE_CARE.value, Purpose.POLICE_FOLLOW_UP.value})
"""Purposes of cases that follow something up."""


@contextmanager
def releasing(home: Home) -> Iterator[None]:
    """Be the only one who releases counts of a home: each release is weighed against all others.

    Raises
    ------
    WaterbedError
        When another has been at it for a minute.
    """
    message = "another command has been releasing counts for a minute: wait for it, or end it"
    with alone(home, "release", wait_s=WAIT_S, message=message):
        yield


def counted(db: Database) -> Sequence[Block]:
    """Read what was counted of whom, and of cases, by region and year: the ground of every release."""
    return with_cases(db, counted_met(db))


def counted_met(db: Database) -> Sequence[Block]:
    """Read what was counted of whom, by region and year, without cases."""
    met = read_met(db, reappearing={f.deciding_encounter for f in read_findings(db, Reappearance)})
    return list(blocks(met, load_municipalities(), LIMIT))


def with_cases(db: Database, met: Sequence[Block]) -> Sequence[Block]:
    """What was counted, with the cases of each region and year as they stand now."""
    cases = follow_ups(read_cases(db), load_municipalities())
    return [replace(b, follow_up=cases.get((b.region, b.year), (0, 0))) for b in met]


def release_indicators(db: Database, *, by: str, now: datetime, of: Sequence[Block] | None = None) -> list[Indicator]:
    """Indicators of every region and year, each decided once; the ledger is written before they are returned.

    Parameters
    ----------
    db
        The graph.
    by
        Account that they are released to.
    now
        When (UTC).
    of
        What was counted, where it was read already (:func:`counted`).
    """
    releases = read_releases(db)
    before, shown = decided(releases), ever_shown(releases)
    told: list[Indicator] = []
    there = set()
    for block in counted(db) if of is None else of:
        question = _question(block.region, block.year)
        there.add(question)
        found = settle(block, before, shown)
        told += found
        if block.whole.persons or block.whole.signals or _is_known(block, before):
            _write(db, question, released(found), latest(releases, question), by=by, now=now)
    told += _release_decisions(db, releases, by=by, now=now)
    gone = sorted({r.question for r in releases if r.question.startswith("indicators ")} - there)
    for question in gone:
        last = latest(releases, question)
        told += shown_again(last.cells) if last else ()
    return told


def follow_ups(cases: Iterable[Case], table: MunicipalityTable) -> dict[tuple[str, int], tuple[int, int]]:
    """Cases about findings or records by safety region of their owner and year they were opened in: open, closed.

    A case of a police unit or of the whole country belongs to no region; one on a person's own request is none to follow up.
    """
    counted: dict[tuple[str, int], list[int]] = {}
    regions = {m.safety_region for m in table}
    for case in cases:
        region = table.get(case.unit).safety_region if case.unit in table else case.unit
        if region in regions and case.purpose in FOLLOWED_UP:
            year = case.opened_at.astimezone(LOCAL_TIME).year
            counted.setdefault((region, year), [0, 0])[0 if case.is_open else 1] += 1
    return {key: (is_open, closed) for key, (is_open, closed) in counted.items()}


def _release_decisions(db: Database, releases: Sequence[Release], *, by: str, now: datetime) -> list[Indicator]:
    """Indicators of decisions; the ledger is written before they are returned."""
    made = [d for some in read_decisions(db).values() for d in some]
    told = list(decision_indicators(made, decided(releases), threshold=LIMIT))
    if told:
        _write(db, DECISIONS, released(told), latest(releases, DECISIONS), by=by, now=now)
    return told


def freeze(db: Database, *, by: str, now: datetime) -> int:
    """Decide every count that may be published of the records of now; how many are shown."""
    return sum(i.value is not None for i in release_indicators(db, by=by, now=now))


def release_persons(
    db: Database,
    question: str,
    level: Level,
    asked: Sequence[tuple[str, Period]],
    *,
    by: str,
    now: datetime,
    of: Sequence[Block] | None = None,
) -> dict[tuple[str, str], SafeCount]:
    """Distinct persons met in areas and periods, safe together with all that was ever released.

    Parameters
    ----------
    db
        The graph.
    question
        What is asked, for the ledger.
    level
        How finely it is answered.
    asked
        Areas of today (codes of municipalities or regions) and periods.
    by, now
        Account that they are released to, and when (UTC).
    of
        What was counted, where it was read already (:func:`counted`).
    """
    releases = read_releases(db)
    before, shown = decided(releases), ever_shown(releases)
    every = counted(db) if of is None else of
    block_of = {(area, b.year): b for b in every for area in (b.region, *b.parts)}
    cells = []
    for area, period in asked:
        key = (area, str(period), PERSONS)
        block = block_of.get((area, period.year))
        value = settled_persons(block, key, before, shown) if block else before.get(key)
        cell = Decided(*key, value)
        cells.append(cell)
        before |= {cell.key: value}
        shown |= {cell.key} if value is not None else frozenset()
    _write(db, question, tuple(cells), latest(releases, question), by=by, now=now, level=level.value)
    return {(c.area, c.period): SafeCount(c.value, LIMIT) for c in cells}


def release_flows(
    db: Database, persons: Mapping[tuple[str, str, str], int], *, by: str, now: datetime
) -> dict[tuple[str, str, str], int]:
    """Flows that may be shown, rounded, each decided once; the ledger is written before they are returned.

    Parameters
    ----------
    db
        The graph.
    persons
        Distinct persons by year, municipality they came from, and municipality they went to.
    by, now
        Account that they are released to, and when (UTC).

    Returns
    -------
    dict
        Those that are shown. A year's flows are released together, so that one which isn't among them was hidden: it
        counts as decided, and appears only once certainly many came.
    """
    releases = read_releases(db)
    before = decided(releases)
    told: dict[tuple[str, str, str], int] = {}
    asked_before = {r.question.partition(" ")[2] for r in releases if r.question.startswith("flows ")}
    for year in sorted({year for year, _, _ in persons} | asked_before):
        question = f"flows {year}"
        last = latest(releases, question)
        fresh = {k: safe_count(n, threshold=LIMIT).shown for k, n in persons.items() if k[0] == year}
        kept = {(year, *c.area.split(TO)): c.value for c in last.cells} if last else {}
        cells = []
        for _, origin, destination in sorted({*fresh, *kept}):
            key = (f"{origin}{TO}{destination}", year, FLOW)
            known = {**({key: None} if last else {}), **before}
            value = settled(key, fresh.get((year, origin, destination)), known, threshold=LIMIT)
            if value is not None:
                cells.append(Decided(*key, value))
                told[year, origin, destination] = value
        _write(db, question, tuple(cells), last, by=by, now=now)
    return told


def release_events(
    db: Database, question: str, events: Mapping[tuple[str, str], int], *, by: str, now: datetime
) -> dict[tuple[str, str], int | None]:
    """Counts of events that may be shown, rounded, None where not; each decided once, in the ledger before they leave.

    Parameters
    ----------
    db
        The graph.
    question
        What is asked; its counts are its own.
    events
        Events by place and by side of a day.
    by, now
        Account that they are released to, and when (UTC).
    """
    releases = read_releases(db)
    before, last = decided(releases), latest(releases, question)
    told: dict[tuple[str, str], int | None] = {}
    cells = []
    for (place, side), n in sorted(events.items()):
        key = (f"{question}{TO}{place}", side, EVENTS)
        told[place, side] = settled(key, safe_count(n, threshold=LIMIT).shown, before, threshold=LIMIT)
        cells.append(Decided(*key, told[place, side]))
    kept = {c.key: c for c in last.cells} if last else {}
    merged = {**kept, **{c.key: c for c in cells}}
    _write(db, question, tuple(merged[k] for k in sorted(merged)), last, by=by, now=now)
    return told


def level_of(db: Database, question: str) -> Level | None:
    """How finely a question was answered before; None where it never was."""
    last = latest(read_releases(db), question)
    return Level(last.level) if last and last.level else None


def _write(
    db: Database,
    question: str,
    cells: tuple[Decided, ...],
    last: Release | None,
    *,
    by: str,
    now: datetime,
    level: str = "",
) -> None:
    if last is not None and (last.cells, last.level) == (cells, level):
        return
    write_release(db, Release(question, last.edition + 1 if last else 1, now, by, cells, level))


def _question(region: str, year: int) -> str:
    return f"indicators {region} {year}"


def _is_known(block: Block, before: dict[Key, int | None]) -> bool:
    return (block.region, str(block.year), PERSONS) in before
