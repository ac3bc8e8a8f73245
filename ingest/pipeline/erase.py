"""Erasing records: out of the vault, the references and the graph, with what follows from them recomputed.

In an order that a crash can interrupt anywhere: tombstones; who is to be judged again; vault and references; graph;
linking; and last, what still names the erased. :func:`go_on` does all that isn't done, so the next run finishes.
"""

from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from graph.store.encounters import wait_again, wait_for
from graph.store.erasing import Pending, Purged, begin, finish, pending, purge, take_out
from graph.store.holding import forget_in_holds
from ingest.linkage.shared import reclassified
from ingest.pipeline.installation import Installation
from ingest.pipeline.link import Linked, link_unlinked
from ingest.pipeline.unassessed import stale_references


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did."""

    records: int
    persons: int
    purged: Purged


def start(installation: Installation, ids: frozenset[str], *, why: str, now: datetime) -> None:
    """Write the tombstones of records, and let wait whom their going concerns."""
    tokens = installation.vault.read()
    is_of_them = pc.is_in(tokens["encounter"], value_set=pa.array(sorted(ids), pa.string()))
    # An identifier that they shared may point at fewer people now: what was judged by it is to be judged again.
    again = reclassified(tokens.filter(pc.invert(is_of_them)), tokens.filter(is_of_them))
    begin(installation.db, ids, why=why, now=now)
    wait_for(installation.db, again)


def go_on(installation: Installation, *, now: datetime, run: str, resumed: bool) -> Linked | None:
    """Take out everything that has a tombstone and isn't gone yet, and link anew who was met with it.

    Parameters
    ----------
    installation
        The home.
    now
        Time of the judgements and findings (UTC).
    run
        Id under which findings are written.
    resumed
        Whether the erasure was begun by an earlier run: then everybody is judged again, as what was to be is lost.

    Returns
    -------
    :
        What linking did; None where nothing was to be erased.
    """
    doomed = pending(installation.db)
    if not doomed.ids:
        return None
    if resumed:
        wait_again(installation.db)
    gone = doomed.ids | stale_references(installation.db, doomed.ids)
    installation.vault.drop(doomed.ids)
    installation.references.drop(gone)
    take_out(installation.db, doomed)
    return link_unlinked(installation, now=now, run=run, on_step=lambda _done, _all: None)


def close(installation: Installation) -> Erased:
    """Delete what still names the erased, and say that it is done; findings must be computed anew before."""
    doomed: Pending = pending(installation.db)
    purged = purge(installation.db, doomed)
    forget_in_holds(installation.db, doomed.ids)
    finish(installation.db, doomed)
    return Erased(len(doomed.ids), len(doomed.persons), purged)


def finish_interrupted(installation: Installation, *, now: datetime) -> Erased | None:
    """Finish an erasure that an earlier run began and didn't end; None where there is none.

    Findings of an analysis that still name the erased go with them, until the next analysis finds them without.
    """
    if not pending(installation.db).ids:
        return None
    go_on(installation, now=now, run=f"erase-{now:%Y%m%dT%H%M%S}", resumed=True)
    return close(installation)
