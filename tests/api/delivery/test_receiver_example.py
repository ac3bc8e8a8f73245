"""The receiver in docs/alerts.md, run as it stands there."""

import re
from datetime import UTC, datetime
from email.message import Message
from typing import Any

import pytest

from api.delivery.envelope import event
from api.delivery.signature import SigningKey, headers
from graph.model import Alert
from tests.house.sources import ROOT

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
KEY, OTHER = SigningKey(bytes(range(32))), SigningKey(bytes(range(1, 33)))
ALERT = Alert("alert-1", "GM0599", "rotation", "rot-77", "GM0502", "rotation-1", NOW)
BODY = event(ALERT, source="urn:nld:oin:0:systeem:waterbed", base="https://w.example")


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    (text,) = re.findall(
        r"^```python\n(.*?)^```", (ROOT / "docs" / "alerts.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    names: dict[str, Any] = {}
    exec(text, names)  # noqa: S102 - it is our own page
    return names


def received(signed: dict[str, str]) -> Message:
    message = Message()
    for name, value in signed.items():
        message[name] = value
    return message


def test_it_accepts_what_we_sign_and_nothing_else(example: dict[str, Any]) -> None:
    is_genuine, now = example["is_genuine"], NOW.timestamp()
    signed = received(headers("alert-1", BODY, [OTHER, KEY], at=NOW))
    assert is_genuine(signed, BODY, [KEY.public], now)
    assert is_genuine(signed, BODY, ["whpk_AAAA", OTHER.public], now)
    assert not is_genuine(signed, BODY + b" ", [KEY.public], now)
    assert not is_genuine(signed, BODY, [KEY.public], now + 301)
    assert not is_genuine(signed, BODY, [], now)
    assert not is_genuine(received({}), BODY, [KEY.public], now)
    assert not is_genuine(received(headers("alert-1", BODY, [OTHER], at=NOW)), BODY, [KEY.public], now)


def test_it_is_thirty_lines_or_little_more() -> None:
    page = (ROOT / "docs" / "alerts.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert len([line for line in text.splitlines() if line.strip()]) <= 35
