"""Calls to real servers on this machine, which behave well and badly."""

import email
import email.policy
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.delivery.calling import Outside, post, read_answer, trusted
from api.delivery.mail import message, send
from api.delivery.plan import MailServer, Medium, Target
from api.delivery.schedule import Answer
from graph.errors import PlanError
from graph.model import Alert
from tests.api.delivery.receivers import (
    LOOPBACK,
    certificate,
    closed_port,
    mail_talk,
    outside,
    raw_receiver,
    web_receiver,
)  # fmt: skip

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ALERT = Alert("alert-1", "GM0599", "rotation", "rot-77", "GM0502", "rotation-1", NOW)
Talk = Callable[[ssl.SSLSocket], None]


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("certificate"))


def call(url: str, reached: Outside) -> Answer:
    return post(url, b"{}", {"webhook-id": "alert-1"}, outside=reached, now=NOW)


def test_a_message_arrives_with_its_headers(pem: Path) -> None:
    with web_receiver(pem) as receiver:
        assert call(receiver.url, outside(pem)) == Answer(status=204)
        (got,) = receiver.got
    assert (got.body, got.headers["webhook-id"], got.headers["host"]) == (
        b"{}",
        "alert-1",
        f"localhost:{receiver.port}",
    )


def test_a_redirect_is_not_followed(pem: Path) -> None:
    with web_receiver(pem) as other:
        elsewhere: dict[str, str] = {"Location": other.url}
        with web_receiver(pem, lambda _r: (307, elsewhere)) as receiver:
            assert call(receiver.url, outside(pem)).status == 307
        assert other.got == []


def test_a_wait_that_is_asked_for_is_heard(pem: Path) -> None:
    with web_receiver(pem, lambda _r: (429, {"Retry-After": "120"})) as receiver:
        assert call(receiver.url, outside(pem)).retry_after == timedelta(minutes=2)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.0.0.1", "169.254.169.254"])
def test_an_address_that_nobody_named_is_never_connected_to(pem: Path, address: str) -> None:
    with web_receiver(pem) as receiver:
        unnamed = Outside(trusted(str(pem)), (), lambda _h, _p: [address])
        assert call(receiver.url, unnamed).said == "address refused"
        assert receiver.got == []


def test_a_name_that_changes_its_mind_is_looked_up_once(pem: Path) -> None:
    answers: Iterator[list[str]] = iter([["127.0.0.1"], ["169.254.169.254"]])
    with web_receiver(pem) as receiver:
        rebinding = Outside(trusted(str(pem)), LOOPBACK, lambda _h, _p: next(answers))
        assert call(receiver.url, rebinding).status == 204
        assert call(receiver.url, rebinding).said == "address refused"
        assert len(receiver.got) == 1


def test_a_server_with_another_name_or_an_unknown_certificate_is_told_nothing(pem: Path, tmp_path: Path) -> None:
    other = certificate(tmp_path, "other.example")
    with web_receiver(other) as receiver:
        assert call(receiver.url, outside(other)).said == "certificate refused"
        assert call(receiver.url, outside(pem)).said == "certificate refused"
        assert receiver.got == []


def _nothing(channel: ssl.SSLSocket) -> None:
    channel.recv(4096)


def _nonsense(channel: ssl.SSLSocket) -> None:
    channel.recv(4096)
    channel.sendall(b"220 hello\r\n\r\n")


def _endless(channel: ssl.SSLSocket) -> None:
    channel.recv(4096)
    while True:
        channel.sendall(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 65_536)


@pytest.mark.parametrize(
    ("talk", "said"), [(_nothing, "no HTTP"), (_nonsense, "no HTTP"), (_endless, "too long an answer")]
)
def test_what_is_no_answer_is_none(pem: Path, talk: Talk, said: str) -> None:
    with raw_receiver(pem, talk) as port:
        assert call(f"https://localhost:{port}/", outside(pem)).said == said


def test_a_slow_drip_ends_by_the_deadline(pem: Path) -> None:
    clock = iter(range(10_000))
    ended = threading.Event()

    def drip(channel: ssl.SSLSocket) -> None:
        channel.recv(4096)
        while not ended.is_set():
            channel.sendall(b"H")

    with raw_receiver(pem, drip) as port:
        # A second passes with every look at the clock: twenty looks, not twenty seconds.
        reached = Outside(trusted(str(pem)), LOOPBACK, lambda _h, _p: ["127.0.0.1"], 20.0, lambda: float(next(clock)))
        assert call(f"https://localhost:{port}/", reached).said == "too slow"
        ended.set()


def test_nobody_there_is_said_so(pem: Path) -> None:
    def unknown(_host: str, _port: int) -> list[str]:
        raise OSError

    assert call(f"https://localhost:{closed_port()}/", outside(pem)).said == "no connection"
    assert call("https://gone.example/", Outside(trusted(str(pem)), (), unknown)).said == "no such host"
    assert call("https://127.0.0.1/", outside(pem)).said == "address refused"


@pytest.mark.parametrize(
    ("text", "wait"),
    [
        ("0", 0), ("3600", 3600), ("Sun, 01 Mar 2026 12:01:00 GMT", 60), ("Sun, 01 Mar 2026 11:00:00 GMT", 0),
        ("-5", None), ("soon", None), ("", None), ("9" * 400, None), ("\u0663", None),
    ],
)  # fmt: skip
def test_a_wait_is_seconds_or_a_date(text: str, wait: int | None) -> None:
    head = f"HTTP/1.1 503 Busy\r\nRetry-After: {text}".encode()
    found = read_answer(head, now=NOW).retry_after
    assert found == (None if wait is None else timedelta(seconds=wait))


def test_certificates_that_are_none_are_refused(tmp_path: Path) -> None:
    (tmp_path / "none.pem").write_text("none", encoding="utf-8")
    for name in ("none.pem", "gone.pem"):
        with pytest.raises(PlanError, match="PEM"):
            trusted(str(tmp_path / name))


def mailed(port: int, pem: Path) -> Answer:
    server = MailServer("localhost", port, "waterbed@regio.example")
    mail = message(
        ALERT,
        Target("GM0599", Medium.MAIL, "desk@stad.example"),
        sender=server.sender,
        base="https://w.example",
        now=NOW,
    )
    return send(mail, server, outside=outside(pem))


def test_a_mail_says_as_little_as_a_message(pem: Path) -> None:
    mails: list[str] = []
    with raw_receiver(pem, mail_talk(mails)) as port:
        assert mailed(port, pem).is_taken
    received = email.message_from_string(mails[0], policy=email.policy.default)
    assert received["Message-ID"] == "<alert-1@regio.example>"
    mail = mails[0] + received.get_content()
    assert "https://w.example/v1/alerts/alert-1" in mail
    assert "rot-77" not in mail
    assert "GM0502" not in mail


def test_a_mail_that_is_refused_is_a_failure(pem: Path) -> None:
    with raw_receiver(pem, mail_talk([], refuses=True)) as port:
        assert mailed(port, pem) == Answer(problem="mail refused")
    with raw_receiver(pem, lambda channel: channel.sendall(b"554 go away\r\n")) as port:
        assert mailed(port, pem) == Answer(problem="mail refused (554)")
    assert mailed(closed_port(), pem) == Answer(problem="no connection")
