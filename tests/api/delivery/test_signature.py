"""Signatures as the standard's own package makes and checks them, and Ed25519 as cryptography does."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from api.delivery.signature import SHARED, SharedSecret, SigningKey, headers, is_signed

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
OLD, NEW = SigningKey(bytes(range(32))), SigningKey(bytes(range(1, 33)))
SECRET = SharedSecret(bytes(range(7, 39)))
WRITTEN = SHARED + base64.b64encode(SECRET.secret).decode()
BODY = b'{"id":"alert-1"}'
Change = Callable[[dict[str, str], bytes], tuple[dict[str, str], bytes]]


def test_the_standards_package_accepts_what_we_sign() -> None:
    now = datetime.now(UTC)
    signed = headers("alert-1", BODY, [NEW, SECRET], at=now)
    assert Webhook(WRITTEN).verify(BODY, signed) == json.loads(BODY)


def test_we_accept_what_the_standards_package_signs() -> None:
    theirs = Webhook(WRITTEN).sign("msg_1", NOW, BODY.decode())
    received = {"webhook-id": "msg_1", "webhook-timestamp": str(int(NOW.timestamp())), "webhook-signature": theirs}
    assert is_signed(received, BODY, [WRITTEN], now=NOW)
    assert headers("msg_1", BODY, [SECRET], at=NOW) == received


@given(
    st.binary(max_size=64).filter(lambda b: b.isascii()),
    st.text("abc-_123", min_size=1),
    st.binary(min_size=24, max_size=64),
)
def test_the_packages_signature_is_ours_for_any_id_body_and_secret(body: bytes, message: str, secret: bytes) -> None:
    theirs = Webhook(secret).sign(message, NOW, body.decode())
    assert headers(message, body, [SharedSecret(secret)], at=NOW)["webhook-signature"] == theirs


CHANGES: dict[str, Change] = {
    "body": lambda h, b: (h, b + b" "),
    "id": lambda h, b: ({**h, "webhook-id": "alert-2"}, b),
    "time": lambda h, b: ({**h, "webhook-timestamp": str(int(h["webhook-timestamp"]) + 1)}, b),
    "no id": lambda h, b: ({**h, "webhook-id": ""}, b),
    "no time": lambda h, b: ({k: v for k, v in h.items() if k != "webhook-timestamp"}, b),
    "no signature": lambda h, b: ({**h, "webhook-signature": ""}, b),
    "time in words": lambda h, b: ({**h, "webhook-timestamp": "now"}, b),
    "another scheme": lambda h, b: ({**h, "webhook-signature": h["webhook-signature"].replace("v1", "v9")}, b),
    "no base64": lambda h, b: ({**h, "webhook-signature": "v1,%% v1a,%%"}, b),
    "cut short": lambda h, b: ({**h, "webhook-signature": h["webhook-signature"][:-8] + "="}, b),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_is_changed_is_refused_by_us_and_by_the_package(change: Change) -> None:
    now = datetime.now(UTC)
    for key, public in ((SECRET, WRITTEN), (NEW, NEW.public)):
        received, body = change(headers("alert-1", BODY, [key], at=now), BODY)
        assert not is_signed(received, body, [public], now=now)
        if key is SECRET:
            with pytest.raises((WebhookVerificationError, ValueError)):
                Webhook(WRITTEN).verify(body, received)


@pytest.mark.parametrize(("seconds", "accepted"), [(0, True), (299, True), (-299, True), (301, False), (-301, False)])
def test_a_message_that_is_played_back_later_is_refused(seconds: int, *, accepted: bool) -> None:
    signed = headers("alert-1", BODY, [NEW], at=NOW)
    assert is_signed(signed, BODY, [NEW.public], now=NOW + timedelta(seconds=seconds)) is accepted


def test_while_a_key_is_replaced_receivers_of_either_accept() -> None:
    signed = headers("alert-1", BODY, [NEW, OLD], at=NOW)
    assert signed["webhook-signature"].count("v1a,") == 2
    for trusted in ([OLD.public], [NEW.public], [OLD.public, NEW.public]):
        assert is_signed(signed, BODY, trusted, now=NOW)
    retired = headers("alert-1", BODY, [NEW], at=NOW)
    assert not is_signed(retired, BODY, [OLD.public], now=NOW)
    assert not is_signed(retired, BODY, [], now=NOW)


def test_a_key_hides_itself() -> None:
    assert not {"secret", OLD.secret.hex()} & set(repr(OLD).replace("(", " ").replace("=", " ").split())
    assert "b'" not in repr(SECRET)
