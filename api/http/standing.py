"""How findings stand with their analysts, kept until the graph changes."""

from collections.abc import Mapping

from api.http.service import Service
from api.http.visible import Held, every_held
from graph.decisions import Stand, reach, stand_of
from graph.geography import load_municipalities
from graph.store.database import Database
from graph.store.decisions import decisions_on, read_decisions


def stands_now(service: Service) -> Mapping[str, Stand]:
    """How every current finding stands, by id: for lists, at most a second old."""
    every = every_held(service)

    def made(db: Database) -> Mapping[str, Stand]:
        decided, table = read_decisions(db), load_municipalities()
        return {i: stand_of(h.finding, reach(h.finding, h.towns, table), decided.get(i, ())) for i, h in every.items()}

    return service.kept.get("stands", made, made_from=(every,))


def stand_now(service: Service, held: Held) -> Stand:
    """How one finding stands, read anew: what opens to somebody hangs on it."""
    reached = reach(held.finding, held.towns, load_municipalities())
    return stand_of(held.finding, reached, decisions_on(service.db, held.finding.id))
