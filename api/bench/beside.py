"""Receivers beside others that hang or drip: how long from the stored alert to its receipt."""

import random
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from api.bench.process import waterbed
from api.bench.receivers import ANSWERS, DRIPS, HANGS, Receivers, plan_for, receiving, told_here
from api.bench.service.load import percentile
from api.bench.service.served import served
from api.bench.table import Table
from api.home import Home
from api.jobs.opened import opened_graph
from graph.alerts import alert_id
from graph.case_alerts import FOLLOW_UP
from graph.geography import load_municipalities
from graph.model import Alert
from graph.store.database import Database
from graph.store.outbox import write_alerts

AT_MOST_S = 2.0
RECEIVERS = 10
ROUNDS = 20
"""How often each receiver is sent an alert, at moments drawn within about a second of each other."""
LAST_S = 30.0
"""So long is waited for the last receipt."""


def beside(home: Path, *, folder: Path, seed: int) -> Table:
    """Table of seconds from the stored alert to its receipt, without and with receivers that hang and drip beside.

    Parameters
    ----------
    home
        A home. Alerts are added to it, and its plan of alerts is replaced; it is served.
    folder
        Where the receivers' certificate lies meanwhile.
    seed
        Of the moments.

    Raises
    ------
    RuntimeError
        When a command fails.
    """
    towns = [m.code for m in load_municipalities() if m.valid_until is None][: RECEIVERS + 2]
    good = dict.fromkeys(towns[:RECEIVERS], ANSWERS)
    bad = {towns[-2]: HANGS, towns[-1]: DRIPS}
    with receiving(folder) as (_, port, certificate):
        told_here(home, plan_for(good, port, certificate))
        waterbed(home, ["alerts", "deliver"])
    rows = [
        {"beside": "nobody else", **_measured(home, folder, good, seed)},
        {"beside": "one that hangs, one that drips", **_measured(home, folder, good | bad, seed + 1)},
    ]
    return Table(
        "Receivers beside others that hang or drip",
        ("beside", "alerts", "p50 s", "p95 s", "max s", "not come", "p95 <= 2 s"),
        rows,
        f"{RECEIVERS} receivers over TLS on this machine, {ROUNDS} alerts each, from a running `waterbed serve`; what waited for them before was sent first; seed {seed}.",
        "From the moment the alert is stored until the receiver has the whole signed message. The service looks for what "
        "is due once a second. One that hangs takes the message and never answers; one that drips answers a byte a second.",
    )


def _measured(home: Path, folder: Path, manners: Mapping[str, str], seed: int) -> dict[str, object]:
    with receiving(folder) as (receivers, port, certificate):
        told_here(home, plan_for(manners, port, certificate))
        with served(home), opened_graph(Home(home)) as db:
            stored = _stored(db, receivers, manners, random.Random(seed), seed)
            seconds = sorted(_waits(receivers, stored))
    return {
        "alerts": len(stored),
        "p50 s": percentile(seconds, 0.5),
        "p95 s": percentile(seconds, 0.95),
        "max s": seconds[-1],
        "not come": len(stored) - len(seconds),
        "p95 <= 2 s": len(seconds) == len(stored) and percentile(seconds, 0.95) <= AT_MOST_S,
    }


def _stored(
    db: Database, receivers: Receivers, manners: Mapping[str, str], rng: random.Random, seed: int
) -> dict[str, float]:
    """Alerts that were stored for receivers that answer, and when."""
    stored: dict[str, float] = {}
    for number in range(ROUNDS):
        some = [_alert(recipient, f"{seed}-{number}") for recipient in manners]
        write_alerts(db, some)
        now = time.perf_counter()
        stored |= {a.id: now for a in some if manners[a.recipient] == ANSWERS}
        receivers.wait_until_end(rng.uniform(0.5, 1.5))
    return stored


def _alert(recipient: str, news: str) -> Alert:
    """A reminder of a case: it tells of no finding that would have to be there."""
    return Alert(
        id=alert_id("bench", recipient, news),
        recipient=recipient,
        kind=FOLLOW_UP,
        finding_id="bench",
        novelty=news,
        rule_version="case/1",
        created=datetime.now(UTC),
    )


def _waits(receivers: Receivers, stored: Mapping[str, float]) -> list[float]:
    ends = time.perf_counter() + LAST_S
    while stored.keys() - receivers.arrived_s().keys() and time.perf_counter() < ends:
        receivers.wait_until_end(0.1)
    return [at - stored[message] for message, at in receivers.arrived_s().items() if message in stored]
