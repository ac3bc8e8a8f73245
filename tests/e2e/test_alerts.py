"""Alerts from the outbox to a real receiver on this machine, by the command line, killed on the way."""

import io
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.cli import main as cli
from api.delivery.keys import load_keys
from api.delivery.signature import is_signed
from api.home import Home
from api.jobs.opened import opened_graph
from graph.alert_routes import Routes
from graph.alerts import alerts_of
from graph.model import Alert
from graph.store.derived import wipe
from graph.store.findings import write_findings
from tests.api.delivery.receivers import Received, Receiver, certificate, web_receiver
from tests.api.test_from_file_to_answer import HEADER, ROWS
from tests.contract.stored import findings
from tests.e2e.commands import Command, Done, new_home

pytestmark = [pytest.mark.embedded, pytest.mark.slow]

ALERTS = 120
"""Enough to be killed among; a thousand take as long again for each hundred."""
KILLED_AT = (1, 60)
NOW = datetime(2026, 3, 1, tzinfo=UTC)
TOWNS = ("GM0502", "GM0599")


def plan_for(receiver: Receiver, pem: Path) -> str:
    targets = "".join(f'[[targets]]\nrecipient = "{town}"\nurl = "{receiver.url}"\n' for town in TOWNS)
    return f"""
source = "urn:nld:oin:00000000000000000000:systeem:waterbed"
base = "https://waterbed.regio.example"
hosts = ["localhost:{receiver.port}"]
networks = ["127.0.0.0/8", "::1/128"]
authorities = "{pem}"
[tell.rotation]
to = ["municipality"]
{targets}"""


def store(waterbed: Command, count: int) -> dict[str, Alert]:
    """Rotations between two towns, each with an alert to both; by id."""
    some = [replace(findings()[0], id=f"rot-{n}") for n in range(count // 2)]
    told = alerts_of(some, {}, routes=Routes(), now=NOW)
    by_finding = {f.id: [a for a in told if a.finding_id == f.id] for f in some}
    with opened_graph(Home(waterbed.home)) as db:
        write_findings(db, "rotation", changed=some, withdrawn={}, run="r", now=NOW, alerts=by_finding)
    return {a.id: a for a in told}


@pytest.fixture
def pem(tmp_path: Path) -> Path:
    return certificate(tmp_path)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Command]:
    with new_home(tmp_path_factory.mktemp("alerts") / "home") as command:
        inside(command, "alerts", "keys", "--new", code=0)
        yield command


@pytest.fixture
def waterbed(home: Command) -> Command:
    """The home, with an empty graph and no plan."""
    Home(home.home).alert_plan.unlink(missing_ok=True)
    with opened_graph(Home(home.home)) as db:
        wipe(db)
    return home


def inside(waterbed: Command, *words: str, code: int) -> Done:
    """The command line within this process: the same words, without the time that a start takes."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as end:
        cli.run(["--home", str(waterbed.home), *words])
    assert end.value.code == code, err.getvalue()
    return Done(code, out.getvalue(), err.getvalue())


def test_killed_between_send_and_mark_every_alert_has_one_effect_and_none_is_lost(waterbed: Command, pem: Path) -> None:
    stored = store(waterbed, ALERTS)
    running: list[subprocess.Popen[str]] = []
    kills = list(KILLED_AT)

    def kill_some(_received: Received) -> tuple[int, dict[str, str]]:
        # What is being answered has arrived; the sender never hears so.
        if kills and len(receiver.got) >= kills[0]:
            kills.pop(0)
            os.kill(running[-1].pid, signal.SIGKILL)
        return 204, {}

    with web_receiver(pem, kill_some) as receiver:
        Home(waterbed.home).alert_plan.write_text(plan_for(receiver, pem), encoding="utf-8")
        codes: list[int] = []
        while not codes or codes[-1] == -signal.SIGKILL:
            running.append(subprocess.Popen(waterbed.line("alerts", "deliver"), text=True, env=waterbed.env()))
            codes.append(running[-1].wait(120))
    assert codes == [-signal.SIGKILL] * len(KILLED_AT) + [0]
    effects = receiver.effects
    assert set(effects) == set(stored)
    assert {len(bodies) for bodies in effects.values()} == {1}
    assert len(stored) < len(receiver.got) <= len(stored) + len(KILLED_AT) * len(TOWNS)
    (key,) = load_keys(Home(waterbed.home).alert_keys).signing
    assert all(is_signed(r.headers, r.body, [key.public], now=datetime.now(UTC)) for r in receiver.got)
    listed = inside(waterbed, "alerts", "list", code=0).out.splitlines()
    assert len(listed) == ALERTS
    assert all("  delivered  " in line for line in listed)


def test_an_alert_that_fails_is_tried_put_back_and_acknowledged_by_the_command_line(
    waterbed: Command, pem: Path
) -> None:
    stored = store(waterbed, 2)
    answers = {"status": 410}
    with web_receiver(pem, lambda _r: (answers["status"], {})) as receiver:
        assert "nothing is sent" in inside(waterbed, "alerts", "deliver", code=0).err
        Home(waterbed.home).alert_plan.write_text(plan_for(receiver, pem), encoding="utf-8")
        assert "needs a look" in inside(waterbed, "alerts", "plan", code=1).out
        assert "given up 2" in inside(waterbed, "alerts", "deliver", code=1).out
        assert inside(waterbed, "alerts", "list", "--state", "dead", "--attempts", code=0).out.count("  gone  410") == 2
        inside(waterbed, "alerts", "deliver", code=0)
        assert len(receiver.got) == 2
        answers["status"] = 204
        assert "2 put back" in inside(waterbed, "alerts", "redeliver", "--dead", code=0).err
        assert "delivered 2" in inside(waterbed, "alerts", "deliver", code=0).out
    inside(waterbed, "alerts", "ack", *stored, "--by", "duty desk", code=0)
    assert inside(waterbed, "alerts", "list", "--state", "acknowledged", code=0).out.count("\n") == 2
    inside(waterbed, "alerts", "ack", "alert-gone", "--by", "duty desk", code=2)
    inside(waterbed, "alerts", "ack", *stored, code=2)
    inside(waterbed, "alerts", "redeliver", code=2)


def test_serving_sends_what_becomes_due(waterbed: Command, pem: Path) -> None:
    with web_receiver(pem) as receiver:
        Home(waterbed.home).alert_plan.write_text(plan_for(receiver, pem), encoding="utf-8")
        stored = store(waterbed, 2)
        inside(waterbed, "serve", "--port", "0", "--seconds", "3", code=0)
    assert set(receiver.effects) == set(stored)
    assert len(receiver.got) == 2


def test_a_plan_that_cannot_be_used_stops_what_would_go_by_it(waterbed: Command) -> None:
    Home(waterbed.home).alert_plan.write_text("colour = 1", encoding="utf-8")
    for command in (["alerts", "plan"], ["alerts", "deliver"], ["analyse"], ["serve", "--seconds", "1"]):
        told = inside(waterbed, *command, code=3).err
        assert "'colour' is not a key of the plan" in told
        assert told.count("\n") == 1


def test_a_file_tells_unit_and_region_once_and_the_same_file_again_tells_nobody(
    waterbed: Command, tmp_path: Path
) -> None:
    plan = '[tell.reappearance]\nto = ["municipality", "police", "care"]\n[care]\n"Rijnmond" = ["VR17"]\n'
    Home(waterbed.home).alert_plan.write_text(plan, encoding="utf-8")
    file = tmp_path / "met.csv"
    file.write_text("\n".join([HEADER, *ROWS]) + "\n", encoding="utf-8")
    for _ in range(2):
        inside(waterbed, "ingest", str(file), code=1)
        told = [line.split() for line in inside(waterbed, "alerts", "list", code=0).out.splitlines()]
        assert sorted(words[1] for words in told) == ["GM0502", "GM0599", "care:Rijnmond", "police:Rotterdam"]
        assert {words[2] for words in told} == {"reappearance"}
