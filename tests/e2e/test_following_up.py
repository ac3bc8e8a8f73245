"""Findings decided on, followed up and counted by the command line."""

import json
from collections.abc import Iterator

import pytest

from api.home import Home
from api.jobs.opened import opened_graph
from graph.store.derived import dump
from ingest.keyring import load_keyring
from ingest.pseudonyms import encounter_id
from tests.contract.stored import store as records
from tests.e2e.commands import Command, new_home
from tests.e2e.test_alerts import inside, store
from tests.factories import encounter

pytestmark = [pytest.mark.embedded, pytest.mark.slow]
SIGNAL = ("meldpunt", "AB2CD-EF3GH")
SAID = ("--by", "desk", "--reason")


@pytest.fixture(scope="module")
def waterbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Command]:
    with new_home(tmp_path_factory.mktemp("following") / "home") as command:
        store(command, 6)
        home = Home(command.home)
        with opened_graph(home) as db:
            records(db, encounter(encounter_id(load_keyring(home.keys), *SIGNAL), town="GM0502"))
        yield command


def test_an_analyst_s_day_by_the_command_line(waterbed: Command) -> None:
    listed = inside(waterbed, "findings", "list", code=0).out.splitlines()
    assert [line.split()[1] for line in listed] == ["rot-0", "rot-1", "rot-2"]
    assert "accepted" in inside(waterbed, "findings", "accept", "rot-0", *SAID, "as in May", code=0).out
    inside(waterbed, "findings", "reject", "rot-1", *SAID, "a tour of singers", "--version", "1", code=0)
    assert [line.split()[1] for line in inside(waterbed, "findings", "list", code=0).out.splitlines()] == ["rot-2"]
    told = inside(waterbed, "explain", "rot-1", "--purpose", "test", code=0).out
    assert "rejected: version 1 by desk" in told
    assert "a tour of singers" in told
    (figures,) = json.loads(inside(waterbed, "rules", "report", "--json", code=0).out)
    assert [figures[n] for n in ("told", "decided", "rejected", "waiting", "share_rejected")] == [3, 2, 1, 1, 0.5]
    assert "rotation-1" in inside(waterbed, "rules", "report", code=0).out

    case = inside(waterbed, "cases", "open", "rot-0", "--unit", "GM0599", "--by", "desk", code=0).out.split()[0]
    inside(waterbed, "cases", "follow-up", case, "--on", "2999-01-01", "--by", "desk", code=0)
    assert "0 reminded" in inside(waterbed, "cases", "remind", code=0).err
    inside(waterbed, "cases", "hand-over", case, "--to", "GM0502", "--by", "desk", code=0)
    inside(waterbed, "cases", "close", case, "--reason", "solved", "--by", "desk", code=2)
    inside(waterbed, "cases", "take-over", case, "--by", "capelle", code=0)
    assert case in inside(waterbed, "cases", "list", "--unit", "GM0599", code=0).out
    closed = inside(waterbed, "cases", "close", case, "--reason", "referred", "--by", "capelle", code=0).out
    assert "ClosedReferred" in closed
    assert inside(waterbed, "cases", "list", code=0).out == ""
    assert inside(waterbed, "cases", "show", case, code=0).out.count(" by ") == 5
    on_signal = ("cases", "open", "--record", f"{SIGNAL[0]}/{SIGNAL[1]}", "--unit", "GM0502", "--by", "capelle")
    opened = inside(waterbed, *on_signal, code=0).out.split()[0]
    assert "-; 1 records" in inside(waterbed, "cases", "show", opened, code=0).out
    inside(waterbed, "cases", "close", opened, "--reason", "unfounded", "--by", "capelle", code=0)
    told = inside(waterbed, "alerts", "list", "--recipient", "GM0502", code=0).out
    assert "hand_over" in told
    inside(waterbed, "audit", "verify", code=0)


@pytest.mark.parametrize(
    "words",
    [
        ("findings", "accept", "nothing", *SAID, "why"),
        ("findings", "accept", "rot-2", *SAID, "call 06 0000 1234"),
        ("findings", "accept", "rot-2", "--by", "model-x", "--reason", "why"),
        ("findings", "accept", "rot-2", *SAID, "why", "--version", "7"),
        ("cases", "show", "nothing"),
        ("cases", "open", "rot-2", "--unit", "GM9999", "--by", "desk"),
        ("cases", "open", "nothing", "--unit", "GM0599", "--by", "desk"),
        ("cases", "open", "--record", "meldpunt/other", "--unit", "GM0599", "--by", "desk"),
        ("cases", "open", "--unit", "GM0599", "--by", "desk"),
        ("cases", "open", "rot-2", "--unit", "GM0599", "--by", "desk", "--purpose", "duty_desk"),
        ("cases", "open", "rot-2", "--unit", "GM0599", "--by", "model-x"),
        ("cases", "resume", "nothing", "--by", "desk"),
    ],
)
def test_what_cannot_be_is_said_in_a_line_and_nothing_is_stored(waterbed: Command, words: tuple[str, ...]) -> None:
    def stored() -> int:
        with opened_graph(Home(waterbed.home)) as db:
            return sum(n["label"] in ("Decision", "Case") for n in dump(db))

    before = stored()
    assert inside(waterbed, *words, code=2).err.count("\n") == 1
    assert stored() == before
