"""What a demo's home has beside its records: a policy, a plan of alerts, signals, a feed, and what towns have in place."""

import json
from datetime import datetime, timedelta
from importlib.resources import as_file, files

from api.delivery.plan_file import inbox_plan
from api.home import Home
from api.intake.feeds_file import load_feeds
from api.intake.signals_file import new_code
from api.jobs.profiles import import_profile
from ingest.fields.dates import LOCAL_TIME
from ingest.policy_file import demo_policy

ADVERTS = "adverts.jsonl"
CODE_FILE = "organisation-code.txt"
"""In a demo alone a code lies in the home: who tries the form has nobody to ask for it."""


def furnish(home: Home, *, now: datetime) -> None:
    """Write the settings of a demo's home, and leave a first file in its feed's folder.

    Parameters
    ----------
    home
        The home, with its keys.
    now
        When (UTC): adverts are of the days before.
    """
    home.policy.write_text(demo_policy(), encoding="utf-8")
    home.alert_plan.write_text(inbox_plan(), encoding="utf-8")
    code, digest = new_code()
    signals = files("api.intake").joinpath("signals_demo.toml").read_text(encoding="utf-8")
    home.signals.write_text(f'{signals}code_sha256 = "{digest}"\n', encoding="utf-8")
    (home.root / CODE_FILE).write_text(code + "\n", encoding="utf-8")
    home.feeds.write_text(files("api.intake").joinpath("feeds_demo.toml").read_text(encoding="utf-8"), encoding="utf-8")
    with as_file(files("ingest").joinpath("basic_level_demo.csv")) as answers:
        import_profile(home, answers, now=now)
    for feed in load_feeds(home.feeds, home.root):
        (home.folder(feed.folder) / ADVERTS).write_text(_adverts(feed.source_id, now), encoding="utf-8")


def _adverts(source: str, now: datetime) -> str:
    """Two adverts of one phone, a week apart, in towns next to each other."""
    today = now.astimezone(LOCAL_TIME).date()
    rows = [
        {
            "source_id": source,
            "record_id": f"demo-{number}",
            "reporter_type": "platform",
            "channel": "advert",
            "observed_on": (today - timedelta(days=days)).isoformat(),
            "municipality": town,
            "premises_kind": "online",
            "phones": "+31 6 0000 0042",
            "advert_ids": f"demo-advert-{number}",
            "status": "PossibleVictimOfTrafficking",
            "legal_basis": "AVG art. 6 lid 1 sub e",
            "purpose": "signalering_mensenhandel",
            "regime": "AVG",
        }
        for number, (days, town) in enumerate(((9, "GM0599"), (8, "GM0599"), (2, "GM0502"), (1, "GM0502")), start=1)
    ]
    return "".join(json.dumps(row) + "\n" for row in rows)
