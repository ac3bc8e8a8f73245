"""What residents, an organisation and a feed send to a home, with planted values in every field."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

from api.intake.signals_file import new_code
from tests.e2e.planting import Planted

FEED = "scan"


def reporting(home: Path, folder: Path, files: Planted) -> str:
    """Let the home take signals of residents and an organisation, and files of a feed; the organisation's code."""
    code, digest = new_code()
    basis = 'legal_basis = "AVG art. 6"\npurpose = "signalering"\n'
    (home / "signals.toml").write_text(
        f'source_id = "meldpunt"\n{basis}[organisations.zorg-meldt]\nreporter_type = "care"\nregime = "AVG"\n{basis}'
        f'code_sha256 = "{digest}"\n'
    )
    drop = folder / "drop"
    drop.mkdir()
    (home / "feeds.toml").write_text(f'[feeds.{FEED}]\nfolder = "{drop}"\n')
    good = [advert(i, phone, document) for i, (phone, document) in enumerate(files.adverts)]
    (drop / f"{files.values[-1]}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in good))
    (drop / f"{files.values[-2]}.jsonl").write_text(f"{files.values[0]} {files.values[-3]}\n")
    for path in drop.iterdir():
        os.utime(path, (path.stat().st_atime, path.stat().st_mtime - 60))
    return code


def advert(number: int, phone: str, document: str) -> dict[str, str]:
    """A row of a feed; one in ten has another register's name, and is refused."""
    return {
        "source_id": FEED if number % 10 else "another", "record_id": f"{document} {number}", "reporter_type": "platform",
        "channel": "advert", "observed_on": "2024-05-06", "municipality": "GM0599", "premises_kind": "online",
        "phones": phone, "advert_ids": f"{document} {number}", "premises_address": f"{document} 1",
        "status": "PossibleVictimOfTrafficking", "legal_basis": "AVG art. 6", "purpose": "signalering", "regime": "AVG",
    }  # fmt: skip


def signals(files: Planted, code: str) -> Iterator[tuple[str, dict[str, str]]]:
    """What a resident fills in, and what an organisation does of somebody who agrees."""
    (phone, document), name = files.adverts[0], files.values[0]
    filled = {
        "municipality": "Rotterdam",
        "year": "2024",
        "month": "3",
        "phones": phone,
        "premises_address": f"{name} 1",
    }
    yield "/melden", {**filled, "advert_ids": document, "once": "a" * 32}
    person = {"given_name": name, "family_name": files.values[1], "birth_date": "1999-04-12", "consent_status": "given"}
    yield "/melden?for=work", {**filled, **person, "code": code, "once": "b" * 32}


def left_by_a_feed(folder: Path) -> dict[str, bytes]:
    """Reasons that were written beside the files that were put aside."""
    return {str(path.name): path.read_bytes() for path in (folder / "drop" / "quarantine").glob("*.why")}
