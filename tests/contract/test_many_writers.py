"""Thirty-two writers at once, who share three in ten of their persons, end where one after the other ends."""

from concurrent.futures import ThreadPoolExecutor

from graph.model import Identifier, IdentifierKind
from graph.store.database import Database
from graph.store.derived import counts, wipe
from graph.store.digest import graph_digest
from graph.store.encounters import unlinked
from tests.contract.stored import link, store
from tests.factories import encounter

WRITERS, OWN, SHARED = 32, 7, 3


def batch(db: Database, writer: int) -> None:
    """Ten encounters: seven of persons of the writer's own, three of persons whom every writer meets."""
    of = {f"own-{writer}-{i}": f"e{writer}-own-{i}" for i in range(OWN)}
    of |= {f"shared-{i}": f"e{writer}-shared-{i}" for i in range(SHARED)}
    phones = [(Identifier(IdentifierKind.PHONE, f"t{i}"),) for i in range(4)]
    store(db, *(encounter(e, premises_id="pr", identifiers=phones[i % 4]) for i, e in enumerate(of.values())))
    link(db, {person: [e] for person, e in of.items()})


def test_the_digest_is_that_of_one_after_the_other_and_no_row_is_lost(db: Database) -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(lambda writer: batch(db, writer), range(WRITERS)))
    at_once, found = graph_digest(db), counts(db)
    assert (found["Encounter"], found["Person"]) == (WRITERS * (OWN + SHARED), WRITERS * OWN + SHARED)
    assert unlinked(db) == []
    wipe(db)
    for writer in reversed(range(WRITERS)):
        batch(db, writer)
    assert graph_digest(db) == at_once
