"""Borders in the graph: replaced as a whole, without a trace in what the graph knows of people."""

from graph.store.borders import read_borders, write_borders
from graph.store.columns import read_events
from graph.store.database import Database
from graph.store.digest import graph_digest
from tests.contract.stored import store
from tests.coverages import CODES, borders
from tests.factories import encounter


def test_borders_come_back_and_are_replaced_as_a_whole_and_change_no_digest(db: Database) -> None:
    store(db, encounter("a", town=CODES[0]))
    before, met = graph_digest(db), len(read_events(db))
    assert read_borders(db) is None
    for some in (borders("01", "12"), borders("02")):
        write_borders(db, some)
        write_borders(db, some)
        found = read_borders(db)
        assert found is not None
        assert (list(found), found.about) == (list(some), some.about)
    assert graph_digest(db) == before
    assert len(read_events(db)) == met
