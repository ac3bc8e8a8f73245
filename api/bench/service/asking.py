"""What people at work ask: a mix of reads for each role, drawn by chance from what their own units hold."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.bench.service.client import Client

ROLES = ("analyst",) * 6 + ("care_coordinator", "police_liaison", "municipal_coordinator", "mayor")
"""Of ten people, how many work as what."""

PURPOSES = {"analyst": "assess_finding", "care_coordinator": "arrange_care", "police_liaison": "duty_desk"}
PERIODS = ("2023", "2024", "2023Q3", "2024Q1", "2024Q2", "2024Q3")
OF_CASE = 5
PERSONAL = frozenset({"finding", "person", "timeline", "network 1", "network 2", "review"})
"""Reads that leave a line in the log."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what kind of read it is, and how it is asked."""

    what: str
    method: str
    path: str
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody logged in, and all that they may ask: kinds of read with their weights."""

    client: Client
    kinds: Sequence[tuple[int, Callable[[random.Random], Question]]]

    def question(self, rng: random.Random) -> Question:
        """Draw the next question."""
        _, draw = rng.choices(self.kinds, [weight for weight, _ in self.kinds])[0]
        return draw(rng)


def desk(address: str, number: int, units: Sequence[str], towns: Sequence[str], rng: random.Random) -> Desk:
    """Log somebody in and open what they need.

    Parameters
    ----------
    address
        Host and port.
    number
        Which of the people; tells role, name and unit.
    units
        Units that an analyst, care coordinator or liaison may work for.
    towns
        Municipalities with records.
    rng
        Draws the findings of the case.
    """
    role = ROLES[number % len(ROLES)]
    is_local = role in ("mayor", "municipal_coordinator")
    unit = (towns if is_local else units)[number % len(towns if is_local else units)]
    client = Client(address)
    client.log_in(role, [unit], f"desk-{number}")
    kinds: list[tuple[int, Callable[[random.Random], Question]]] = [
        (2, lambda r: _get("summary", f"/v1/summaries/{r.choice(towns) if unit == 'NL' else _own(unit, towns)}", r)),
        (2, lambda r: Question("flows", "GET", f"/v1/flows?period={r.choice(('2023', '2024'))}")),
        (2, lambda r: Question("indicators", "GET", f"/v1/indicators?period={r.choice(('2023', '2024'))}&limit=100")),
        (1, lambda _: Question("interventions", "GET", "/v1/interventions")),
    ]
    if not is_local:
        kinds += _of_findings(client, role, unit, towns, rng)
    if role == "analyst":
        kinds += _of_review(client, unit)
    return Desk(client, kinds)


def _of_findings(
    client: Client, role: str, unit: str, towns: Sequence[str], rng: random.Random
) -> list[tuple[int, Callable[[random.Random], Question]]]:
    first = client.ask("GET", "/v1/findings?limit=200").body["items"]
    mine = [f["findingId"] for f in rng.sample(first, min(OF_CASE, len(first)))]
    kinds: list[tuple[int, Callable[[random.Random], Question]]] = [
        (4, lambda _: Question("findings", "GET", "/v1/findings")),
        (2, lambda r: Question("findings of a town", "GET", f"/v1/findings?municipality={r.choice(towns)}")),
        (1, lambda _: Question("cases", "GET", "/v1/cases")),
    ]
    if not mine:
        return kinds
    case = client.open_case(PURPOSES[role], unit, findingIds=mine)
    kinds.append((6, lambda r: Question("finding", "GET", f"/v1/findings/{r.choice(mine)}", headers=case)))
    persons = [p for f in mine for p in client.ask("GET", f"/v1/findings/{f}", headers=case).body["personIds"]]
    if persons:
        kinds += [
            (6, lambda r: Question("person", "POST", "/v1/persons/lookups", {"personId": r.choice(persons)}, case)),
            (2, lambda r: Question("timeline", "POST", "/v1/timelines", {"findingId": r.choice(mine)}, case)),
        ]
    if role == "analyst":
        kinds += [(2, lambda r: _network(1, r.choice(mine), case)), (2, lambda r: _network(2, r.choice(mine), case))]
    return kinds


def _of_review(client: Client, unit: str) -> list[tuple[int, Callable[[random.Random], Question]]]:
    case = client.open_case("review_links", unit)
    return [(2, lambda _: Question("review", "GET", "/v1/review/items?limit=20", headers=case))]


def _network(depth: int, finding: str, case: dict[str, str]) -> Question:
    asked = {"findingId": finding, "depth": depth}
    return Question(f"network {depth}", "POST", "/v1/explorer/networks", asked, case)


def _get(what: str, path: str, rng: random.Random) -> Question:
    return Question(what, "GET", f"{path}?period={rng.choice(PERIODS)}")


def _own(unit: str, towns: Sequence[str]) -> str:
    """Give a town that lies in a unit; the unit where it is a town itself."""
    from graph.geography import load_municipalities  # noqa: PLC0415 - the table of all towns

    if unit.startswith("GM"):
        return unit
    table = load_municipalities()
    return next(t for t in towns if t in table and unit in (table.get(t).safety_region, table.get(t).police_unit))
