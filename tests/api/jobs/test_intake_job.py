"""Signals and adverts on a real graph: stored as rows are, erased as rows are; forged ones raise nothing, moved ones are found."""

import csv
import json
import os
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from api.home import Home
from api.intake.signal import Signal, keep_signal, read_signal
from api.intake.signals_file import load_signal_settings
from api.jobs.analyse import analyse
from api.jobs.erase import erase
from api.jobs.feeds import take_feeds
from api.jobs.ingest import Watch, ingest_files
from api.jobs.intake import TakenIn, take_in_signals, waiting_signals
from api.jobs.opened import opened_graph
from graph.embedded import stop
from graph.model import IdentifierKind, Reappearance, Relocation, Tier
from graph.reappearance import LOW_TRUST
from graph.store.derived import counts
from graph.store.findings import read_findings
from graph.store.outbox import read_alerts
from ingest.contract import ENCOUNTER_COLUMNS
from ingest.keyring import load_keyring, new_keyring
from ingest.pipeline.review import By
from ingest.policy import Policy

pytestmark = [pytest.mark.embedded, pytest.mark.slow]

NOW = datetime(2026, 3, 1, 3, tzinfo=UTC)
FORGED, NAMED = 10_000, 400
BEGIN = date(2024, 1, 1)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    made = Home(tmp_path_factory.mktemp("intake") / "home")
    made.folder(made.root)
    new_keyring(made.keys)
    yield made
    stop(made.graph)


def row(source: str, record: str, day: date, town: str, **cells: str) -> dict[str, str]:
    return {
        "source_id": source, "record_id": record, "observed_on": day.isoformat(), "municipality": town,
        "status": "PossibleVictimOfTrafficking", "legal_basis": "b", "purpose": "p", "regime": "AVG", **cells,
    }  # fmt: skip


def looked_at() -> Iterator[dict[str, str]]:
    """What a team sees in both towns all the while."""
    for n in range(130):
        for town in ("GM0599", "GM0502"):
            yield row("team", f"{town}-{n}", BEGIN + timedelta(n), town, reporter_type="municipality")


def forged(reporter: str, n: int, named: int) -> Iterator[dict[str, str]]:
    """A salon that moved, and persons met in one town and then the next, as often as somebody cares to write."""
    rng = random.Random(5)
    common = {"reporter_type": reporter, "channel": "signal", "consent_status": "given"}
    for i in range(n):
        is_there = i >= n // 2
        day, town = BEGIN + timedelta(rng.randrange(55) + 65 * is_there), "GM0502" if is_there else "GM0599"
        who = {"phones": "0600001234", "advert_ids": "KZ-702418"}
        if i % (n // named) == 0:
            who = invented(i % (n // 2))
        yield row(f"hotline-{i % 3}", f"f{i}", day, town, **common, **who)


def invented(k: int) -> dict[str, str]:
    """Somebody like nobody else, the same for the same number."""
    rng = random.Random(k)
    given, family = ("".join(rng.choices("bdfgklmnprstvz", k=4) + rng.choices("aeiou", k=4)) for _ in range(2))
    born = date(1960, 1, 1) + timedelta(rng.randrange(14_000))
    return {"given_name": given.title(), "family_name": family.title(), "birth_date": born.isoformat(), "sex": "V"}


def ingest(home: Home, name: str, rows: Iterator[dict[str, str]]) -> Any:
    path = home.root / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, ENCOUNTER_COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return ingest_files(home, [path], layout=None, kind=None, now=NOW, watch=Watch())


def alerts_after_analysis(home: Home) -> int:
    analyse(home, now=NOW, seed=1, shifts=19, on_step=lambda _step, _share: None)
    with opened_graph(home) as db:
        return len(read_alerts(db))


def test_ten_thousand_forged_signals_raise_no_alert_and_a_few_of_a_known_source_do(home: Home) -> None:
    ingest(home, "team", looked_at())
    done = ingest(home, "forged", forged("resident", FORGED, NAMED))
    assert (done.files[0].rows, done.files[0].rejected) == (FORGED, 0)
    assert alerts_after_analysis(home) == 0
    with opened_graph(home) as db:
        found = read_findings(db, Reappearance)
        assert len(found) > NAMED // 4
        assert {f.state for f in found} == {LOW_TRUST}
        assert read_findings(db, Relocation) == []
    hotline = [{**r, "source_id": "hotline", "record_id": f"h{r['record_id']}"} for r in forged("hotline", 60, 20)]
    ingest(home, "hotline", iter(hotline))
    assert alerts_after_analysis(home) > 0


def test_a_signal_by_the_form_is_a_row_in_the_graph_and_its_number_erases_it(home: Home) -> None:
    settings = load_signal_settings(home.signals, Policy())
    assert settings
    given = {"municipality": "Dordrecht", "observed_on": "2024-05", "premises_address": "Fictiestraat 12"}
    found = read_signal(given, settings, Policy(), code="", number="ABCDE-23456-FGHJK", now=NOW)
    assert isinstance(found, Signal)
    with opened_graph(home) as db:
        before = counts(db)["Encounter"]
    keys, folder = load_keyring(home.keys), home.folder(home.intake)
    for _ in range(2):
        keep_signal(found, folder, keys, Policy(), now=NOW)
    assert take_in_signals(home, now=NOW) == TakenIn(taken=2)
    assert waiting_signals(home) == []
    with opened_graph(home) as db:
        assert counts(db)["Encounter"] == before + 1, "sent twice, stored once"
    erase(home, "record", "meldpunt/ABCDE-23456-FGHJK", By("desk", "asked for"), now=NOW)
    with opened_graph(home) as db:
        assert counts(db)["Encounter"] == before
    keep_signal(found, folder, keys, Policy(), now=NOW)
    assert take_in_signals(home, now=NOW) == TakenIn(rejected=1)


def test_adverts_that_move_town_are_a_relocation(home: Home) -> None:
    home.feeds.write_text('[feeds.scan]\nfolder = "drop"\n', encoding="utf-8")
    drop = home.folder(home.root / "drop")
    rng = random.Random(9)
    for i in range(40):
        is_there = i >= 20
        day, town = BEGIN + timedelta(rng.randrange(55) + 65 * is_there), "GM0502" if is_there else "GM0599"
        advert = row(
            "scan", str(i), day, town, reporter_type="platform", channel="advert", phones="0600004321",
            advert_ids="https://www.example.org/ads/1702418", vehicle_plates="12-ABC-3",
        )  # fmt: skip
        with (drop / f"{i // 10}.jsonl").open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(advert) + "\n")
    for path in drop.iterdir():
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    done = take_feeds(home, clock=lambda: NOW + timedelta(seconds=30))
    assert [(line.rows, line.rejected, why) for line, why in done] == [(10, 0, "")] * 4
    alerts_after_analysis(home)
    with opened_graph(home) as db:
        moved = [f for f in read_findings(db, Relocation) if f.sources == ("scan",)]
    assert [(f.from_municipality, f.to_municipality, f.tier) for f in moved] == [("GM0599", "GM0502", Tier.FLAGGED)]
    assert set(moved[0].identifier_kinds) == {IdentifierKind.PHONE, IdentifierKind.ADVERT, IdentifierKind.PLATE}


def test_a_feed_s_row_of_another_register_is_rejected(home: Home) -> None:
    path = home.root / "drop" / "foreign.jsonl"
    foreign = row("team", "x", BEGIN, "GM0599", reporter_type="platform", channel="advert", phones="0600004321")
    path.write_text(json.dumps(foreign) + "\n", encoding="utf-8")
    os.utime(path, (NOW.timestamp() + 60, NOW.timestamp() + 60))
    ((line, why),) = take_feeds(home, clock=lambda: NOW + timedelta(seconds=90))
    assert (line.outcome, line.rejected) == ("quarantined", 1)
    assert "every" not in why
    assert "rejected" in why
