"""From the upload of the file that decides to the receipt of its alert: the service as it is served, a receiver over TLS.

Who reappears is invented here, with a name, birth date and document of their own: whether records so alike are linked
isn't what is measured. A record of a simulated region may lack what links it; then it rightly tells nobody.
"""

import csv
import io
import random
import time
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import httpx2

from api.bench.process import waterbed
from api.bench.receivers import ANSWERS, Receivers, plan_for, receiving, told_here
from api.bench.service.served import served

AT_MOST_S = 15.0
GIVEN_UP_S = 120.0
EARLIER = 3
"""Encounters in one town before a person is met in another."""
FROM, TO = "GM0599", ("GM0502", "GM0518", "GM0344")
SOURCE = "bench-toezicht"
SYLLABLES = ("ba", "do", "fi", "ga", "ke", "lu", "mi", "no", "pe", "ra", "su", "ti", "vo", "wa", "ze")


def receipts(home: Path, *, folder: Path, uploads: int, seed: int) -> list[dict[str, object]]:
    """Rows of seconds from the beginning of an upload until its alert has come: the first by itself, then the others.

    Parameters
    ----------
    home
        A filled home. Persons are added to it, and its plan of alerts is replaced; it is served as a demo.
    folder
        Where files lie meanwhile.
    uploads
        How many persons reappear, one after the other.
    seed
        Of the persons.

    Raises
    ------
    RuntimeError
        When a command fails, an upload is refused, or its alert doesn't come.
    """
    persons = [_person(random.Random(f"{seed}-{n}"), n, seed) for n in range(uploads)]
    before = folder / "before.csv"
    before.write_text(_text([record for own in persons for record in own[:-1]]), encoding="utf-8")
    waterbed(home, ["ingest", str(before)])
    with receiving(folder) as (receivers, port, certificate):
        plan = plan_for(dict.fromkeys(TO, ANSWERS), port, certificate, told=("municipality",))
        told_here(home, plan)
        waterbed(home, ["alerts", "deliver"])
        with served(home) as address:
            first, *others = [_seconds(address, receivers, own[-1]) for own in persons]
    rows = [_row("first upload to receipt", 1, first)]
    if others:
        rows.append(_row(f"upload to receipt, median of {len(others)} more", len(others), median(others)))
        rows.append(_row("upload to receipt, slowest of them", len(others), max(others)))
    return rows


def _row(what: str, alerts: int, seconds: float) -> dict[str, object]:
    return {
        "what": f"reappearance, {what}",
        "alerts": alerts,
        "seconds": seconds,
        "target": f"<= {AT_MOST_S:g} s",
        "met": seconds <= AT_MOST_S,
    }


def _seconds(address: str, receivers: Receivers, record: Mapping[str, str]) -> float:
    town = record["municipality"]
    with httpx2.Client(base_url=f"http://{address}", timeout=GIVEN_UP_S) as client:
        choice = {"role": "data_officer", "units": ["NL"], "name": "bench", "sources": [SOURCE]}
        token = client.post("/v1/login/role", json=choice).json()["csrfToken"]
        before, begun = len(receivers.recipients()), time.perf_counter()
        headers = {"X-CSRF-Token": token, "Content-Type": "text/csv"}
        sent = client.post("/v1/uploads", params={"fileName": "one.csv"}, content=_text([record]), headers=headers)
        if sent.status_code != 202:
            message = f"the upload was answered with {sent.status_code}"
            raise RuntimeError(message)
        if not receivers.wait_for(town, before, at_most_s=GIVEN_UP_S):
            job = client.get(f"/v1/jobs/{sent.json()['jobId']}").json()
            message = f"no alert in {GIVEN_UP_S:g} s; the upload is {job['state']}: {job['why'] or job['result']}"
            raise RuntimeError(message)
        return time.perf_counter() - begun


def _person(rng: random.Random, number: int, seed: int) -> Sequence[Mapping[str, str]]:
    """Encounters of somebody invented: some in one town, the last in another."""
    met = date(2024, 1, 8) + timedelta(days=rng.randrange(200))
    own = {
        "source_id": SOURCE, "reporter_type": "municipality", "channel": "control", "premises_kind": "window",
        "given_name": _name(rng), "family_name": _name(rng), "birth_date": f"{1985 + rng.randrange(15)}-05-{1 + rng.randrange(28):02d}",
        "sex": "V", "nationality": "HU", "document_number": f"BN{rng.randrange(10**7):07d}",
        "phones": f"+3160000{number % 10_000:04d}", "status": "PossibleVictimOfTrafficking", "exploitation_form": "sexual",
        "reliability": "B2", "legal_basis": "WGS art. 2.24", "purpose": "signalering_mensenhandel", "regime": "AVG",
    }  # fmt: skip
    towns = [*[FROM] * EARLIER, TO[number % len(TO)]]
    return [
        {
            **own,
            "record_id": f"{seed}-{number}-{i}",
            "municipality": town,
            "observed_on": (met + timedelta(weeks=i)).isoformat(),
        }
        for i, town in enumerate(towns)
    ]


def _name(rng: random.Random) -> str:
    return "".join(rng.choice(SYLLABLES) for _ in range(4)).capitalize()


def _text(records: Sequence[Mapping[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(records[0]))
    writer.writeheader()
    writer.writerows(records)
    return out.getvalue()
