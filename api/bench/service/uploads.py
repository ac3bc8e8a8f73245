"""Many senders at once, who share some of their persons: where it ends, against one after the other."""

import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from api.bench.region import fresh_home
from api.bench.service.client import Client
from api.bench.service.sending import ACCEPTED, FAMILY, GIVEN, OVER
from api.bench.service.served import served
from api.bench.table import Table
from api.home import Home
from api.jobs.opened import opened_graph
from graph.store.derived import counts
from graph.store.digest import graph_digest

OWN, SHARED = 7, 3
"""Persons whom a sender alone knows, and whom every sender met."""

POLL_S = 0.2
TOWNS = ("GM0599", "GM0502", "GM0606", "GM0622")


def uploads(*, senders: int) -> Table:
    """Table of two homes under the same keys: one sent to by all at once, one by each after the other.

    Parameters
    ----------
    senders
        How many send; ten records each, three of persons whom all met.
    """
    rows = []
    with fresh_home() as (_, first), fresh_home() as (_, second):
        shutil.copy(Home(first).keys, Home(second).keys)
        for home, name in ((first, "at once"), (second, "one after the other")):
            rows.append({"sent": name, **_sent(home, senders, at_once=name == "at once")})
    is_same = len({r["digest"] for r in rows}) == 1
    return Table(
        "Uploads over HTTP, at once and one after the other",
        ("sent", "senders", "accepted", "done", "records sent", "stored", "persons", "seconds", "same digest"),
        [r | {"same digest": is_same} for r in rows],
        f"{senders} senders of {OWN + SHARED} records each, {SHARED} of them of persons whom all met; the service as shipped.",
        "Accepted and done count loads; a load that failed, for a conflict of writers too, would be missing in both.",
    )


def _sent(home: Path, senders: int, *, at_once: bool) -> dict[str, object]:
    with served(home) as address:
        clients = []
        for number in range(senders):
            client = Client(address)
            client.log_in("data_officer", ["NL"], f"sender-{number}", sources=[_source(number)])
            clients.append(client)
        begun = time.perf_counter()
        if at_once:
            ready = threading.Barrier(senders)
            with ThreadPoolExecutor(senders) as people:
                loads = list(people.map(lambda n: _load(clients[n], n, ready), range(senders)))
        else:
            loads = [_load(client, number, None) for number, client in enumerate(clients)]
        seconds = time.perf_counter() - begun
        for client in clients:
            client.close()
        with opened_graph(Home(home)) as db:
            persons, digest = counts(db)["Person"], graph_digest(db)
    return {
        "senders": senders,
        "accepted": sum(x.accepted for x in loads),
        "done": sum(x.done for x in loads),
        "records sent": senders * (OWN + SHARED),
        "stored": sum(x.stored for x in loads),
        "persons": persons,
        "seconds": seconds,
        "digest": digest,
    }


@dataclass(frozen=True, slots=True)
class _Load:
    """What became of one sender's records."""

    accepted: bool
    done: bool = False
    stored: int = 0


def _load(client: Client, number: int, ready: threading.Barrier | None) -> _Load:
    """Send one sender's records, with all others where there is a barrier, and wait until they are stored."""
    rows = [_row(number, i) for i in range(OWN + SHARED)]
    if ready is not None:
        ready.wait()
    answer = client.ask("POST", "/v1/encounters", {"rows": rows})
    if answer.status != ACCEPTED:
        return _Load(accepted=False)
    job = answer.body
    while job["state"] not in OVER:
        time.sleep(POLL_S)
        job = client.ask("GET", f"/v1/jobs/{job['jobId']}").body
    done = job["state"] == "done"
    return _Load(accepted=True, done=done, stored=job["result"]["report"]["stored"] if done else 0)


def _row(sender: int, record: int) -> dict[str, str]:
    person = record if record < SHARED else SHARED + sender * OWN + record
    named = f"{GIVEN[person % 8]}{chr(97 + person // 64)}", f"{FAMILY[person // 8 % 8]}{chr(97 + person % 26)}"
    return {
        "source_id": _source(sender), "record_id": f"{record}", "reporter_type": "municipality", "channel": "signal",
        "observed_on": f"2024-{1 + sender % 12:02d}-{1 + record:02d}", "municipality": TOWNS[(sender + record) % 4],
        "given_name": named[0], "family_name": named[1],
        "birth_date": f"19{60 + person % 40}-{1 + person % 12:02d}-{1 + person % 28:02d}", "sex": "V",
        "status": "PossibleVictimOfTrafficking", "legal_basis": "WGS art. 2.24", "purpose": "signalering",
        "regime": "AVG",
    }  # fmt: skip


def _source(number: int) -> str:
    return f"sender-{number}"
