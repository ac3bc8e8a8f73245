"""A forecast leaves with a purpose, after its line in the audit log, and is silent by default."""

import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import api.jobs.next_town as job
from api.home import Home
from api.jobs.next_town import tell_next_town
from graph.errors import UsageError
from graph.model import Finding
from graph.next_town import Backtest, Forecast
from graph.next_town.mixture import Outcome
from graph.next_town.voices import Surroundings
from tests.api.exports.findings import reappearance, relocation, rotation
from tests.api.jobs.stub_home import lines, stub_home
from tests.graph.network.worlds import A, B, C, D, met, world

NOW = datetime(2024, 3, 17, 12, tzinfo=UTC)
COLUMNS = world(met(p, town=t, day=d) for p in "pq" for t, d in ((A, 0), (B, 20), (C, 40), (A, 60)))
FOUND: dict[str, list[Finding]] = {
    "reappearance": [reappearance("rea-1")],
    "rotation": [rotation("rot-1", person_ids=("p", "q"), circuit=(A, B, C))],
    "relocation": [
        relocation("rel-1", from_municipality=A, to_municipality=B, encounters=("1", "2")),
        relocation("rel-2", from_municipality=B, to_municipality=C, encounters=("2", "3"), left_after=date(2024, 9, 1)),
    ],
}
EVERYWHERE = ("GM0518", "GM0603", "GM0556", "GM1621", A, B, C, D)
ROUND = Outcome("g", (A, B, C, A), Surroundings(dict.fromkeys(EVERYWHERE, 1 / 8), {}), B)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    return stub_home(tmp_path, monkeypatch, job, COLUMNS, FOUND)


def told(
    home: Home, finding: str, file_format: str = "text", purpose: str | None = "case 7", out: io.BytesIO | None = None
) -> tuple[Forecast, str]:
    out = out or io.BytesIO()
    forecast, _ = tell_next_town(home, finding, file_format, out, purpose=purpose, now=NOW)
    return forecast, out.getvalue().decode()


@pytest.fixture
def skilful(monkeypatch: pytest.MonkeyPatch) -> None:
    """A past in which twelve groups always went on with their round."""
    rounds = tuple(
        tuple(Outcome(f"g{i}", ROUND.way, ROUND.around, ROUND.went) for i in range(12)) for _round in range(4)
    )
    monkeypatch.setattr(job, "backtest", lambda *_args, **_named: Backtest(rounds))


@pytest.mark.usefixtures("skilful")
def test_with_skill_the_towns_are_ranked_and_the_log_says_what_for(home: Home) -> None:
    forecast, text = told(home, "rot-1")
    assert forecast.silent_because is None
    assert (forecast.here, forecast.towns[0].town) == (A, B)
    assert "48 moves of 12 groups" in text
    assert "it says where to look" in text
    (line,) = lines(home)
    assert (line["action"], line["subject"], line["purpose"]) == ("read", "next town", "case 7")
    assert "rot-1" not in json.dumps(line)


@pytest.mark.parametrize(("finding", "here"), [("rot-1", A), ("rel-1", C), ("rel-2", C)])
def test_without_a_past_it_is_silent_and_says_why(home: Home, finding: str, here: str) -> None:
    forecast, text = told(home, finding)
    assert (forecast.here, forecast.towns) == (here, ())
    assert "no forecast: too few moves of its kind" in text


@pytest.mark.usefixtures("skilful")
def test_json_is_the_forecast_as_it_is(home: Home) -> None:
    forecast, text = told(home, "rot-1", "json")
    again = json.loads(text)
    assert [t["town"] for t in again["towns"]] == [t.town for t in forecast.towns]
    assert again["skill"]["moves"] == 48


def test_the_line_comes_before_the_data(home: Home) -> None:
    class Watched(io.BytesIO):
        def write(self, data: object) -> int:
            assert len(lines(home)) == 1
            return super().write(data)  # type: ignore[arg-type]

    assert told(home, "rel-1", out=Watched())[1]


@pytest.mark.parametrize(
    ("finding", "file_format", "purpose", "says"),
    [
        ("rea-1", "text", "case 7", "a reappearance has no pattern"),
        ("rot-9", "text", "case 7", "no current finding"),
        ("rot-1", "xml", "case 7", "--format"),
        ("rot-1", "text", None, "--purpose"),
    ],
)
def test_what_cannot_be_told_is_said_and_leaves_no_line(
    home: Home, finding: str, file_format: str, purpose: str | None, says: str
) -> None:
    with pytest.raises(UsageError, match=says):
        told(home, finding, file_format, purpose)
    assert lines(home) == []
