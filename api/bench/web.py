"""How soon the browser app shows something that means something: the map, and the explorer, at their largest."""

import json
import math
import random
import statistics
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Response

from api.bench.chromium import OPTIONS, chromium, listening
from api.bench.table import Table
from api.http.routes.registers import MunicipalitySaid
from api.http.routes.web import add_web
from graph.geography import load_municipalities

PERIOD = "2024"
PATIENCE_MS = 60_000
CASE = {
    "caseId": "measured", "purpose": "assess_finding", "unit": "NL", "status": "Active", "findingIds": ["rot"],
    "encounters": 0, "openedBy": "bench", "openedAt": "2026-01-01T00:00:00Z",
}  # fmt: skip
SESSION = {
    "subject": "bench", "role": "analyst", "units": ["NL"], "sources": [], "csrfToken": "t",
    "actions": ["read_flows", "explore", "read_cases", "open_case"],
    "purposes": [{"purpose": "assess_finding", "about": ""}], "endsAt": "2100-01-01T00:00:00Z",
}  # fmt: skip
Answers = Mapping[str, Any]


def web(*, flows: int, nodes: int, rounds: int, seed: int) -> Table:
    """Table of milliseconds from asking for the page until the picture is painted, in a browser that knows nothing yet.

    Parameters
    ----------
    flows, nodes
        Flows between the municipalities of today on the map; nodes of the network in the explorer.
    rounds
        How often each is measured.
    seed
        Of the invented flows and network.

    Raises
    ------
    RuntimeError
        Where there is no chromium, or the app isn't built.
    """
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - of the tests, not of the product

    place = chromium()
    if place is None:
        message = "there is no chromium here"
        raise RuntimeError(message)
    chance = random.Random(seed)
    answers = {**_common(), "flows": _flows(flows, chance), "network": _network(nodes, chance)}
    rows = []
    with sync_playwright() as playwright, listening(_stub(answers)) as address:
        browser = playwright.chromium.launch(executable_path=place, args=list(OPTIONS))
        for what, at, mark in (
            (f"map, {len(answers['municipalities']['items'])} municipalities, {flows} flows", "map", "map-shown"),
            (
                f"explorer, {nodes:,} nodes, {len(answers['network']['edges']):,} edges",
                "explorer?finding=rot",
                "explorer-shown",
            ),
        ):
            times = [_painted(browser, f"{address}/#/{at}", mark) for _ in range(rounds)]
            rows.append({"page": what, "median (ms)": statistics.median(times), "worst (ms)": max(times)})
        browser.close()
    return Table(
        title="First meaningful paint of the browser app",
        columns=("page", "median (ms)", "worst (ms)"),
        rows=rows,
        settings=f"{rounds} rounds each in headless chromium, nothing cached, answers canned (seed {seed}).",
        note="From asking for the page to the frame that shows all of it; the service's own time isn't in it.",
    )


def _painted(browser: Any, address: str, mark: str) -> float:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(address)
    seen = f"""() => new Promise((done) => {{
        const look = () => {{
            const found = performance.getEntriesByName("{mark}")[0];
            if (found || performance.now() > {PATIENCE_MS}) done(found?.startTime ?? null);
            else setTimeout(look, 10);
        }};
        look();
    }})"""
    time_ms = page.evaluate(seen)
    context.close()
    if time_ms is None:
        message = f"{address} isn't painted within {PATIENCE_MS:,} ms"
        raise RuntimeError(message)
    return float(time_ms)


def _stub(answers: Answers) -> FastAPI:
    """App that serves the browser app and the same answers to everybody."""
    app = FastAPI()
    add_web(app)
    fixed = {
        ("GET", "/v1/login/options"): "options",
        ("GET", "/v1/session"): "session",
        ("GET", "/v1/cases"): "cases",
        ("GET", "/v1/municipalities"): "municipalities",
        ("GET", "/v1/flows"): "flows",
        ("POST", "/v1/explorer/networks"): "network",
        **{("GET", f"/v1/{name}"): "nothing" for name in ("interventions", "indicators", "controls")},
    }
    for (method, path), name in fixed.items():
        app.add_api_route(path, _answering(answers[name]), methods=[method])
    return app


def _answering(answer: Any) -> Callable[[], Response]:
    """Give an answer that is written already: no time of a service is measured here."""
    written = json.dumps(answer).encode()
    return lambda: Response(written, media_type="application/json")


def _common() -> dict[str, Any]:
    names = MunicipalitySaid.model_fields
    today = [m for m in load_municipalities() if m.valid_until is None]
    said = [MunicipalitySaid(**{n: getattr(m, n) for n in names}).model_dump(by_alias=True) for m in today]
    return {
        "options": {"provider": False, "chooser": True, "roles": [], "isLoggedIn": True},
        "session": SESSION,
        "cases": {"items": [CASE], "next": None},
        "municipalities": {"items": said},
        "nothing": {"items": [], "next": None},
    }


def _flows(wanted: int, chance: random.Random) -> dict[str, Any]:
    codes = [m.code for m in load_municipalities() if m.valid_until is None]
    pairs = {tuple(chance.sample(codes, 2)) for _ in range(wanted * 2)}
    items = [
        {"fromMunicipality": a, "toMunicipality": b, "period": PERIOD, "persons": 5 * chance.randint(2, 20)}
        for a, b in sorted(pairs)[:wanted]
    ]
    return {"isExact": False, "threshold": 10, "items": items}


def _network(wanted: int, chance: random.Random) -> dict[str, Any]:
    """Invent a network: persons, a third of the nodes, each tied to three things that they share with others."""
    persons = [f"p-{n:06x}" for n in range(wanted // 3)]
    shared: Sequence[str] = [f"i-{n}" for n in range(wanted - len(persons))]
    kinds = ("premises", "identifier")
    nodes = [
        {
            "id": i, "kind": "person" if i.startswith("p-") else kinds[int(i[2:]) % 2],
            "label": "phone", "isStart": i == persons[0], "certainty": 0.9999 if i.startswith("p-") else None,
            "encounters": 3,
        }
        for i in [*persons, *shared]
    ]  # fmt: skip
    per_person = math.ceil(len(shared) / len(persons)) + 1
    edges = []
    for n, person in enumerate(persons):
        own = {shared[(n * (per_person - 1) + k) % len(shared)] for k in range(per_person - 1)} | {
            chance.choice(shared)
        }
        edges += [
            {
                "source": person, "target": thing, "kind": "carries", "encounters": 1, "firstMonth": "2024-01",
                "lastMonth": "2024-03", "contactOrganisations": ["r"], "isFull": True,
            }
            for thing in sorted(own)
        ]  # fmt: skip
    return {"nodes": nodes, "edges": edges, "isCut": False}
