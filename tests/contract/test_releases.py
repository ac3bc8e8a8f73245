"""Releases in the graph: one answer to a question, before and after records came, and after they are gone."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from api.home import Home
from api.jobs.release import freeze, level_of, release_flows, release_indicators, release_persons, releasing
from graph.disclosure.ledger import Decided, Release
from graph.store.database import Database
from graph.store.derived import wipe
from graph.store.digest import graph_digest
from graph.store.releases import read_releases, write_release
from graph.summaries.mayor import Level
from graph.summaries.period import Period
from tests.contract.stored import NOW, link, store
from tests.factories import encounter

YEAR = Period(2024)
CAPELLE = "GM0502"


def met(db: Database, n: int, town: str = CAPELLE, name: str = "a") -> None:
    ids = [f"{name}{town}{i}" for i in range(n)]
    store(db, *(encounter(i, town=town) for i in ids))
    link(db, {f"p-{i}": [i] for i in ids})


def told(db: Database, town: str = CAPELLE) -> int | None:
    found = release_persons(db, f"summary {town} 2024", Level.MUNICIPALITY_YEAR, [(town, YEAR)], by="me", now=NOW)
    return found[town, "2024"].shown


def test_a_release_is_written_once_and_the_first_stands(db: Database) -> None:
    one = Release("summary GM0502 2024", 1, NOW, "me", (Decided(CAPELLE, "2024", "presumed_victims", 40),), "l")
    assert write_release(db, one) == one
    assert write_release(db, replace(one, cells=(), by="other")) == one
    assert read_releases(db) == [one]


def test_the_same_question_gives_the_same_answer_until_many_came(db: Database) -> None:
    met(db, 33)
    assert told(db) == 35
    met(db, 9, name="b")
    assert told(db) == 35
    met(db, 10, name="c")
    assert told(db) == 50
    assert [r.edition for r in read_releases(db)] == [1, 2]
    assert level_of(db, "summary GM0502 2024") is Level.MUNICIPALITY_YEAR
    assert level_of(db, "never asked") is None


def test_the_monitor_says_it_again_and_knows_what_mayors_were_told(db: Database) -> None:
    met(db, 33)
    met(db, 40, town="GM0599")
    first = release_indicators(db, by="me", now=NOW)
    assert release_indicators(db, by="me", now=NOW) == first
    assert len({r.question for r in read_releases(db)}) == len(read_releases(db))
    shown = {(i.area, i.period, i.indicator): i.value for i in first}
    assert shown["VR17", "2024", "presumed_victims"] == 75
    digest = graph_digest(db)
    assert told(db) == shown.get((CAPELLE, "2024", "presumed_victims"))
    assert graph_digest(db) == digest, "what was released is no part of what the graph knows"


def test_what_was_frozen_stays_when_its_records_are_gone(db: Database) -> None:
    met(db, 40)
    assert freeze(db, by="retention", now=NOW) > 0
    kept = read_releases(db)
    wipe(db)
    for release in kept:
        write_release(db, release)
    found = {(i.area, i.period, i.indicator): i.value for i in release_indicators(db, by="me", now=NOW)}
    assert found["VR17", "2024", "presumed_victims"] == 40


def test_one_at_a_time_releases(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with releasing(home):
        assert (home.cache / "release.lock").exists()
    assert datetime(2024, 9, 1, tzinfo=UTC) == NOW


FLOW = ("2024", "GM0599", "GM0502")


def flows(db: Database, n: int, *, other: int = 40) -> int | None:
    told = release_flows(db, {FLOW: n, ("2024", "GM0599", "GM0344"): other}, by="me", now=NOW)
    return told.get(FLOW)


def test_a_flow_is_decided_once_until_certainly_many_moved(db: Database) -> None:
    assert flows(db, 33) == 35
    assert flows(db, 33) == 35
    assert len(read_releases(db)) == 1
    assert [flows(db, n) for n in (23, 32, 41, 47)] == [35, 35, 35, 35]
    assert flows(db, 48) == 50


def test_a_flow_that_was_hidden_does_not_appear_with_the_one_who_made_it_large_enough(db: Database) -> None:
    assert [flows(db, n) for n in (0, 9, 10, 14, 22)] == [None, None, None, None, None]
    assert flows(db, 23) == 25
    assert flows(db, 3) == 25


def test_a_year_in_which_all_was_hidden_counts_as_asked(db: Database) -> None:
    assert flows(db, 9, other=3) is None
    assert flows(db, 10, other=3) is None
    assert release_flows(db, {}, by="me", now=NOW) == {}


def test_flows_that_were_shown_stay_when_their_records_are_gone(db: Database) -> None:
    assert flows(db, 33) == 35
    assert release_flows(db, {}, by="me", now=NOW) == {FLOW: 35, ("2024", "GM0599", "GM0344"): 40}
