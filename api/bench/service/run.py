"""Fifty people at once over a hundred thousand encounters: how long an answer takes, and whether the log has them all."""

import random
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import psutil

from api.audit import AuditLog, verify
from api.audit.entry import parsed_entry
from api.bench.service.asking import PERSONAL, Desk, desk
from api.bench.service.client import Client
from api.bench.service.load import Took, load, percentile
from api.bench.service.sending import ROWS, sending
from api.bench.service.served import filled_home, served
from api.bench.table import Table
from api.home import Home
from ingest.keyring import load_keyring

AIM_S = 0.3
SHARE = 0.95
AT_ONCE, AT_WORK, SENDING = "at once", "at work", "records come in"
"""The loads."""
MOST_TOWNS = 20
ACTIONS = frozenset({"read_finding", "read_person", "read_timeline", "explore", "review"})


def service(
    *, seed: int, encounters: int, clients: int, seconds: float, pause_s: float, home: Path | None = None
) -> Sequence[Table]:
    """Tables of a served home under load: without pauses, with, and while records come in; its log against all of it.

    Parameters
    ----------
    seed, encounters
        Of the region; the seed also draws the questions.
    clients
        How many ask at once.
    seconds
        How long each load lasts.
    pause_s
        Mean pause of the other loads, between an answer and the next question.
    home
        A home to be measured that is filled already, and gets some records more; None makes one.
    """
    with nullcontext(home) if home else filled_home(seed=seed, encounters=encounters) as place:
        assert place is not None
        with served(place) as address:
            units, towns = _where(address)
            cold = _cold(address, towns, seed)
            desks = [desk(address, i, units, towns, random.Random(f"{seed}-{i}")) for i in range(clients)]
            rows, logs = [], []
            for name, pause in ((AT_ONCE, 0.0), (AT_WORK, pause_s), (SENDING, pause_s)):
                before = _lines(place)
                with sending(address, towns[:MOST_TOWNS], seed=seed) if name == SENDING else nullcontext() as sent:
                    took = load(desks, seconds=seconds, pause_s=pause, seed=seed)
                rows += _rows(took, name, cold)
                logs.append(_counted(took, name, _lines(place) - before))
            assert sent is not None
            for one in desks:
                one.client.close()
        logs.append({"load": "log whole", "lines": _is_whole(place)})
    settings = (
        f"{clients} clients over HTTP, each with a session, unit and case of its own, on {psutil.cpu_count()} cores that "
        f"they share with the service and the embedded engine; about {encounters:,} simulated encounters, seed {seed}; "
        f"{seconds:g} s each. Six of ten are analysts; reads are drawn from what their units hold."
    )
    return [
        Table(
            "Answers of the service under load",
            ("load", "read", "answers", "per s", "p50 ms", "p95 ms", "max ms", "errors", "first ms", "p95 <= 300"),
            rows,
            settings,
            "First: the same read asked alone, as soon as the service answered. At once: the next question follows the "
            "answer, so that throughput is all that the machine gives and a time is mostly waiting. At work: after a "
            f"pause of {pause_s:g} s on average. Records come in: as at work, while somebody sends {ROWS} records again "
            f"and again, each time once the last are linked: {sent.done} times ({sent.failed} failed).",
        ),
        Table(
            "Lines in the log for what was given",
            ("load", "reads of persons", "lines", "equal"),
            logs,
            settings,
            "Each read of persons leaves one line before it is answered; then the whole chain is checked.",
        ),
    ]


def _where(address: str) -> tuple[list[str], list[str]]:
    """Find units and towns that hold findings, most findings first."""
    client = Client(address)
    client.log_in("analyst", ["NL"], "looks")
    held: dict[str, int] = {}
    path = "/v1/findings?limit=200"
    items = client.ask("GET", path).body["items"]
    for found in items:
        for town in found["municipalities"]:
            held[town] = held.get(town, 0) + 1
    about = {m["code"]: m["safetyRegion"] for m in client.ask("GET", "/v1/municipalities").body["items"]}
    client.close()
    towns = [t for t in sorted(held, key=lambda t: (-held[t], t)) if t in about]
    regions = sorted({about[t] for t in towns})
    return [*regions, "NL"], towns


def _cold(address: str, towns: Sequence[str], seed: int) -> dict[str, float]:
    """Ask each kind of read once, alone."""
    one: Desk = desk(address, 0, ["NL"], towns, random.Random(seed))
    rng = random.Random(seed)
    found: dict[str, float] = {}
    for _, draw in one.kinds:
        question = draw(rng)
        found[question.what] = one.client.ask(question.method, question.path, question.body, question.headers).seconds
    one.client.close()
    return found


def _rows(took: Took, name: str, cold: dict[str, float]) -> list[dict[str, object]]:
    rows = [
        _row(what, sorted(some), took, name, sum(n for (w, _), n in took.errors.items() if w == what))
        | {"first ms": _ms(cold[what]) if what in cold else None}
        for what, some in sorted(took.seconds.items())
    ]
    return [*rows, _row("all", took.all_seconds, took, name, took.errors.total())]


def _row(what: str, ascending: list[float], took: Took, name: str, errors: int) -> dict[str, object]:
    p95 = percentile(ascending, SHARE)
    return {
        "load": name,
        "read": what,
        "answers": len(ascending),
        "per s": len(ascending) / took.lasted_s,
        "p50 ms": _ms(percentile(ascending, 0.5)),
        "p95 ms": _ms(p95),
        "max ms": _ms(ascending[-1]),
        "errors": errors,
        "p95 <= 300": p95 <= AIM_S,
    }


def _ms(seconds: float) -> float:
    return seconds * 1000


def _counted(took: Took, name: str, lines: int) -> dict[str, object]:
    reads = sum(len(some) for what, some in took.seconds.items() if what in PERSONAL)
    refused = sum(n for (what, _), n in took.errors.items() if what in PERSONAL)
    return {"load": name, "reads of persons": reads - refused, "lines": lines,
            "equal": reads - refused == lines}  # fmt: skip


def _log(home: Path) -> AuditLog:
    place = Home(home)
    return AuditLog(place.audit, load_keyring(place.keys).audit)


def _lines(home: Path) -> int:
    log = _log(home)
    lines = log.path.read_bytes().splitlines(keepends=True) if log.path.exists() else []
    return sum(e is not None and e.act.action in ACTIONS for e in (parsed_entry(line, log.key) for line in lines))


def _is_whole(home: Path) -> str:
    verdict = verify(_log(home))
    return f"{verdict.lines:,} proven" if verdict.is_whole else f"broken at {verdict.first_bad_line}"
