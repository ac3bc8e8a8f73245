"""Somebody who sends encounters all the while: the graph changes under those who read."""

import random
import secrets
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from api.bench.service.client import Client
from api.jobs.beside import beside

SOURCE = "bench-sender"
ROWS = 20
EVERY_S = 2.0
OVER = ("done", "failed")
GIVEN = ("Zora", "Ilse", "Quinten", "Radmila", "Wiebe", "Bertus", "Yfke", "Zsofia")
FAMILY = ("Verzon", "Fabeltjes", "Luchtkasteel", "Droomstra", "Mythema", "Sprookjes", "Bedachtman", "Duimzuiger")
ACCEPTED = 202


@dataclass
class Sent:
    """Loads that were stored, that weren't, and their rows."""

    done: int = 0
    failed: int = 0
    rows: int = 0


@contextmanager
def sending(address: str, towns: Sequence[str], *, seed: int) -> Iterator[Sent]:
    """Send some rows of invented persons every few seconds while the block lasts, each once the last are stored.

    Parameters
    ----------
    address
        Host and port.
    towns
        Municipalities that they are met in.
    seed
        Draws the rows; their record numbers are new each time.
    """
    client, sent = Client(address), Sent()
    client.log_in("data_officer", ["NL"], "sends", sources=[SOURCE])
    rng, once = random.Random(f"sending {seed}"), secrets.token_hex(4)

    def work(ending: threading.Event) -> None:
        while not ending.wait(EVERY_S):
            rows = [_row(f"{once}-{sent.rows + i}", rng, towns) for i in range(ROWS)]
            answer = client.ask("POST", "/v1/encounters", {"rows": rows})
            job = answer.body if answer.status == ACCEPTED else {"state": "failed"}
            while job["state"] not in OVER and not ending.wait(0.5):
                job = client.ask("GET", f"/v1/jobs/{job['jobId']}").body
            sent.rows += ROWS
            sent.done += job["state"] == "done"
            sent.failed += job["state"] == "failed"

    with beside(work, name="sender"):
        yield sent
    client.close()


def _row(record: str, rng: random.Random, towns: Sequence[str]) -> dict[str, str]:
    return {
        "source_id": SOURCE, "record_id": record, "reporter_type": "municipality", "channel": "control",
        "observed_on": f"2024-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}", "municipality": rng.choice(towns),
        "given_name": rng.choice(GIVEN), "family_name": rng.choice(FAMILY),
        "birth_date": f"19{rng.randint(60, 99)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
        "sex": "V", "status": "PossibleVictimOfTrafficking", "legal_basis": "WGS art. 2.24", "purpose": "signalering",
        "regime": "AVG",
    }  # fmt: skip
