"""A record number opens by two different people, once, within a quarter of an hour."""

from datetime import UTC, datetime, timedelta

from api.access.openings import TERM, Openings

NOW = datetime(2024, 9, 1, tzinfo=UTC)


def test_two_people_open_it_and_the_one_who_asked_takes_it_once() -> None:
    openings = Openings()
    asked = openings.ask("e", "case", by="anna", now=NOW).id
    assert openings.take(asked, by="anna", now=NOW) is None
    assert openings.agree(asked, by="anna", now=NOW) is None
    assert openings.agree(asked, by="bert", now=NOW) is not None
    assert openings.agree(asked, by="carla", now=NOW) is None
    assert openings.take(asked, by="bert", now=NOW) is None
    assert openings.take(asked, by="anna", now=NOW) is not None
    assert openings.take(asked, by="anna", now=NOW) is None


def test_it_ends_after_its_term_asked_or_agreed() -> None:
    openings = Openings()
    late = NOW + TERM + timedelta(seconds=1)
    asked = openings.ask("e", "case", by="anna", now=NOW).id
    assert openings.agree(asked, by="bert", now=late) is None
    asked = openings.ask("e", "case", by="anna", now=NOW).id
    assert openings.agree(asked, by="bert", now=NOW) is not None
    assert openings.take(asked, by="anna", now=late) is None
