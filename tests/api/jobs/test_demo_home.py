"""A demo's settings agree with each other: what its policy accepts, who is told, who may report, what a feed may send."""

import json
from datetime import UTC, datetime
from pathlib import Path

from api.delivery.plan_file import load_plan
from api.home import Home
from api.intake.feeds_file import load_feeds
from api.intake.signals_file import load_signal_settings
from api.jobs.demo_home import ADVERTS, CODE_FILE, furnish
from api.jobs.profiles import profiles_in
from graph.alert_routes import KINDS, Audience
from graph.model import ReporterType
from ingest.policy_file import load_policy

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_the_settings_of_a_demo_can_be_used_together_and_send_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.folder(home.root)
    furnish(home, now=NOW)
    policy, plan = load_policy(home.policy), load_plan(home.alert_plan)
    assert plan.targets == ()
    assert plan.routes.rules.keys() == set(KINDS)
    assert {a for rule in plan.routes.rules.values() for a in rule.audiences} == set(Audience)
    signals = load_signal_settings(home.signals, policy)
    assert signals is not None
    named = signals.with_code((home.root / CODE_FILE).read_text())
    assert named is not None
    assert named.reporter_type is ReporterType.CARE
    (feed,) = load_feeds(home.feeds, home.root)
    rows = [json.loads(line) for line in (feed.folder / ADVERTS).read_text().splitlines()]
    sent = feed.narrowed(policy)
    assert all(sent.accepts_basis(r["legal_basis"]) and sent.accepts_purpose(r["purpose"]) for r in rows)
    assert frozenset(r["source_id"] for r in rows) == sent.sources
    assert {p.municipality for p in profiles_in(home)} >= {"GM0599", "GM0502"}
