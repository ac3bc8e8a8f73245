"""Analyses on a real graph: a run since an earlier one gives what a full run gives, and findings go on."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from api.jobs.analyse import Analysed, analyse_graph
from graph.columns import EncounterRow
from graph.errors import UsageError
from graph.model import Identifier, IdentifierKind, Rotation, Tier
from graph.store.database import Database
from graph.store.findings import finding_as_stored, read_findings
from graph.store.outbox import read_alerts
from tests.contract.stored import judged, link, store
from tests.factories import encounter, on
from tests.graph.rotation.test_find import carried, residents

NIGHT = datetime(2026, 1, 1, 3, tzinfo=UTC)
GROUP = carried(identifiers=("advert:a",))
RESIDENTS = residents()


def put(db: Database, rows: Sequence[EncounterRow]) -> None:
    """Store rows, each person's held together by certain judgements."""
    store(
        db,
        *(
            encounter(
                row.id,
                source_id=row.source,
                municipality=row.municipality,
                moment=on(row.first_day.isoformat()),
                identifiers=tuple(Identifier(IdentifierKind(k), v) for k, v in (i.split(":") for i in row.identifiers)),
            )
            for row in rows
        ),
    )


def known(db: Database, rows: Sequence[EncounterRow]) -> None:
    persons: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        persons[str(row.person)].append(row.id)
    pairs = [pair for own in persons.values() for pair in pairwise(own)]
    link(
        db,
        {p: tuple(own) for p, own in persons.items()},
        judgements=[replace(judged(a, b), probability=1.0) for a, b in pairs],
    )


def add(db: Database, rows: Sequence[EncounterRow], before: Sequence[EncounterRow] = ()) -> None:
    put(db, rows)
    known(db, [*before, *rows])


def analysed(db: Database, hours: int, since: str | None = None) -> Analysed:
    now = NIGHT + timedelta(hours=hours)
    return analyse_graph(db, now=now, seed=1, shifts=39, since=since, on_step=lambda *_: None)


def test_a_run_since_the_last_gives_what_a_full_run_gives_and_a_finding_grows_into_a_new_version(
    db: Database,
) -> None:
    early, late = [r for r in GROUP if r.id < "r09"], [r for r in GROUP if r.id >= "r09"]
    add(db, [*RESIDENTS, *early])
    (before,) = analysed(db, 0).rotations
    told = read_alerts(db)
    assert before.tier is Tier.FLAGGED
    assert {a.finding_id for a in told} == {before.id}
    add(db, late, [*RESIDENTS, *early])
    since = analysed(db, 1, "last")
    (grown,) = since.rotations
    assert since.since.run == "analyse-20260101T030000"
    assert (grown.id, grown.version) == (before.id, before.version + 1)
    assert set(grown.encounters) > set(before.encounters)
    assert {a.id for a in read_alerts(db)} == {a.id for a in told}
    (full,) = analysed(db, 2).rotations
    same = {"p_value": 0.0, "q_value": 0.0, "expected_by_chance": 0.0, "findings_expected": 0.0, "version": 0}
    assert replace(full, strength=0.0, **same) == replace(grown, strength=0.0, **same)  # type: ignore[arg-type]
    assert full.strength == pytest.approx(grown.strength, rel=0.05)


def test_what_dissolves_is_withdrawn_with_the_reason(db: Database) -> None:
    add(db, [*RESIDENTS, *GROUP])
    (found,) = analysed(db, 0).rotations
    apart = [replace(r, person=f"{r.person}-{r.municipality}") for r in GROUP]
    known(db, [*RESIDENTS, *apart])
    assert analysed(db, 1, "last").rotations == ()
    stored = finding_as_stored(db, found.id)
    assert stored is not None
    assert stored[2] is not None
    assert stored[2].endswith("its encounters are linked otherwise")
    assert read_findings(db, Rotation) == []


def test_where_a_home_grew_too_much_a_full_run_says_so(db: Database) -> None:
    add(db, RESIDENTS[:150])
    analysed(db, 0)
    add(db, [*RESIDENTS[150:], *GROUP], RESIDENTS[:150])
    again = analysed(db, 1, "last")
    assert "encounters then" in again.since.because
    assert [f.tier for f in again.rotations] == [Tier.FLAGGED]
    assert analysed(db, 2, "last").since.run == "analyse-20260101T040000"


def test_without_a_full_run_there_is_nothing_to_go_on_from(db: Database) -> None:
    with pytest.raises(UsageError, match="no full run yet"):
        analysed(db, 0, "last")
