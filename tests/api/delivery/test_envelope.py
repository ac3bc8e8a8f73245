import json
import re
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from api.delivery.envelope import event
from graph.model import Alert

ALERT = Alert(
    "alert-1", "police:Rotterdam", "rotation", "rot-77", "GM0502", "rotation-1", datetime(2026, 3, 1, 12, tzinfo=UTC)
)
SOURCE, BASE = "urn:nld:oin:00000000000000000000:systeem:waterbed", "https://waterbed.example"


def test_a_message_says_what_kind_waits_for_whom_and_where_to_read_on() -> None:
    assert json.loads(event(ALERT, source=SOURCE, base=BASE)) == {
        "specversion": "1.0",
        "id": "alert-1",
        "source": SOURCE,
        "type": "nl.waterbed.alert.rotation",
        "time": "2026-03-01T12:00:00Z",
        "dataref": "https://waterbed.example/v1/alerts/alert-1",
        "recipient": "police:Rotterdam",
    }


def test_names_of_attributes_are_what_cloudevents_allows() -> None:
    assert all(re.fullmatch(r"[a-z0-9]{1,20}", name) for name in json.loads(event(ALERT, source=SOURCE, base=BASE)))


@given(st.text("abcdef0123456789", min_size=8), st.text("abcdef0123456789", min_size=8))
def test_a_message_never_holds_the_finding_or_what_is_new(finding: str, novelty: str) -> None:
    alert = Alert("alert-1", "GM0599", "rotation", f"rot-{finding}", f"p-{novelty}", "rotation-1", ALERT.created)
    body = event(alert, source=SOURCE, base=BASE).decode()
    assert f"rot-{finding}" not in body
    assert f"p-{novelty}" not in body


def test_the_body_is_the_same_whenever_and_wherever_it_is_made() -> None:
    elsewhere = Alert(
        ALERT.id, ALERT.recipient, ALERT.kind, ALERT.finding_id, ALERT.novelty, ALERT.rule_version,
        ALERT.created.astimezone(timezone(timedelta(hours=2))), attempts=7,
    )  # fmt: skip
    assert event(elsewhere, source=SOURCE, base=BASE) == event(ALERT, source=SOURCE, base=BASE)
