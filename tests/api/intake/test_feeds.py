"""A feed's files are taken whole, once, within a minute, whatever their names; what can't be used is put aside and says why."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.home import Home
from api.intake.feed_log import BEGINNING, KNOWN, QUARANTINED, TAKEN, FeedLine, FeedLog, figures
from api.intake.feeds_file import Feed, load_feeds
from api.intake.signals_file import code_digest
from api.jobs.feeds import Remembered, feed_states, take_feeds
from api.jobs.intake import EVERY_S
from graph.errors import GraphUnreachable, PolicyError
from graph.model import ReporterType
from ingest.accounting import FileReport
from ingest.keyring import write_keyring
from ingest.policy import Policy
from ingest.report import Rejection
from tests.factories import KEYS
from viz.feed_status import feed_lines

BEGIN = datetime(2026, 3, 1, 3, tzinfo=UTC)
ROW = '{"source_id": "scan", "record_id": "1"}\n'


class World:
    """A home with one feed, a clock, and an ingest that remembers what it was given."""

    def __init__(self, folder: Path) -> None:
        self.home = Home(folder / "home")
        self.home.folder(self.home.root)
        write_keyring(self.home.keys, KEYS)
        self.home.feeds.write_text('[feeds.scan]\nfolder = "drop"\n', encoding="utf-8")
        self.drop = self.home.root / "drop"
        self.drop.mkdir()
        self.now = BEGIN
        self.ingested: list[str] = []
        self.remembered = Remembered()
        self.outcome: Callable[[FileReport], None] = lambda _report: None

    def write(self, name: str, text: str, *, written: datetime | None = None) -> Path:
        path = self.drop / name
        path.write_text(text, encoding="utf-8")
        self.stamp(path, written or self.now)
        return path

    def stamp(self, path: Path, at: datetime) -> None:
        os.utime(path, (at.timestamp(), at.timestamp()), follow_symlinks=False)

    def look(self, after_s: float = EVERY_S) -> list[tuple[FeedLine, str]]:
        self.now += timedelta(seconds=after_s)
        return take_feeds(self.home, clock=lambda: self.now, ingest=self._ingest, remembered=self.remembered)

    def outcomes(self, after_s: float = EVERY_S) -> list[str]:
        return [line.outcome for line, _ in self.look(after_s)]

    def aside(self) -> dict[str, str]:
        folder = self.drop / "quarantine"
        return {p.name.partition("-")[2]: p.read_text() for p in folder.glob("*.why")} if folder.is_dir() else {}

    def _ingest(self, path: Path, feed: Feed) -> FileReport:
        assert feed.source_id == "scan"
        text = path.read_text(encoding="utf-8")
        self.ingested.append(text)
        report = FileReport(path.name, "encounters")
        for _ in text.splitlines():
            report.count("premises_signal")
        self.outcome(report)
        return report


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_a_file_is_taken_within_a_minute_at_any_hour(world: World) -> None:
    for hour in range(24):
        world.now = BEGIN + timedelta(hours=hour)
        world.write(f"{hour}.jsonl", ROW.replace("1", str(hour)))
        ((line, _),) = world.look()
        assert line.outcome == TAKEN
        assert line.lag_s <= 60
    assert len(world.ingested) == 24


def test_a_file_still_being_written_waits_for_its_end(world: World) -> None:
    path = world.write("a.jsonl", ROW[:20])
    assert [world.outcomes() for _ in range(5)] == [[]] * 5
    world.write("a.jsonl", ROW)
    assert world.outcomes(2) == [], "just written"
    assert world.outcomes() == [TAKEN]
    assert path.exists(), "whoever writes slowly may go on"


def test_what_is_added_later_is_taken_too_and_the_file_goes_ten_minutes_after(world: World) -> None:
    path = world.write("a.jsonl", ROW)
    assert world.outcomes() == [TAKEN]
    world.write("a.jsonl", ROW * 2)
    assert world.outcomes() == [TAKEN]
    assert world.outcomes(599) == []
    assert path.exists()
    assert world.outcomes(1) == []
    assert not path.exists()
    assert world.ingested == [ROW, ROW * 2]


def test_a_file_that_was_cut_off_is_taken_in_the_end(world: World) -> None:
    world.write("a.jsonl", ROW + ROW[:9])
    assert world.outcomes(599) == []
    assert world.outcomes(1) == [TAKEN]


def test_the_same_content_is_read_once_under_whatever_name_and_after_a_restart(world: World) -> None:
    world.write("a.jsonl", ROW)
    assert world.outcomes() == [TAKEN]
    world.write("a copy.jsonl", ROW)
    (world.drop / "a.jsonl").rename(world.drop / "renamed.jsonl")
    assert world.outcomes() == [KNOWN, KNOWN]
    assert world.outcomes() == []
    assert world.ingested == [ROW]


def test_hidden_and_unfinished_names_are_left_alone(world: World) -> None:
    for name in (".a.jsonl", "a.jsonl.part", "a.tmp", "a.jsonl.filepart"):
        world.write(name, ROW)
    assert world.outcomes(3600) == []
    assert len(list(world.drop.iterdir())) == 4


def test_what_can_not_be_used_is_put_aside_with_one_line_why_and_the_others_go_on(world: World) -> None:
    def refuse(report: FileReport) -> None:
        report.refused = None if len(world.ingested) > 1 else f"{report.file} is one JSON document, not JSON Lines"

    world.outcome = refuse
    world.write("a.jsonl", '{"x": 1}\n')
    world.write("b.jsonl", ROW)
    world.write("c.csv", "x;y\n")
    (world.drop / "d.jsonl").symlink_to(world.home.keys)
    world.stamp(world.drop / "d.jsonl", world.now)
    assert sorted(world.outcomes()) == sorted([QUARANTINED, TAKEN, QUARANTINED, QUARANTINED])
    said = world.aside()
    assert set(said) == {"a.jsonl.why", "c.csv.why", "d.jsonl.why"}
    assert all(text.count("\n") == 1 for text in said.values())
    assert "one JSON document" in said["a.jsonl.why"]
    assert "link" in said["d.jsonl.why"]
    assert world.outcomes() == []


def test_a_file_of_which_every_row_is_rejected_is_put_aside_and_one_with_some_is_not(world: World) -> None:
    def reject(report: FileReport) -> None:
        report.outcomes["premises_signal"] -= 1
        report.rows -= 1
        report.reject(Rejection(1, "status", "value not allowed"))

    world.outcome = reject
    world.write("all.jsonl", ROW)
    assert world.outcomes() == [QUARANTINED]
    world.write("some.jsonl", ROW * 3)
    ((line, why),) = world.look()
    assert (line.outcome, line.rows, line.rejected, why) == (TAKEN, 3, 1, "")


def test_when_nothing_can_be_taken_in_all_stays_as_it_was(world: World) -> None:
    def fail(_report: FileReport) -> None:
        message = "no engine"
        raise GraphUnreachable(message)

    world.outcome = fail
    path = world.write("a.jsonl", ROW)
    with pytest.raises(GraphUnreachable):
        world.look()
    assert path.exists()
    assert not any((world.home.cache / "feeds").iterdir()), "no copy stays"
    world.outcome = lambda _report: None
    assert world.outcomes() == [TAKEN]


def test_the_log_knows_no_name_and_no_row(world: World) -> None:
    world.write("Zwypackiqvell 0600001234.jsonl", ROW)
    assert world.outcomes() == [TAKEN]
    said = (world.home.intake / "feeds.jsonl").read_text(encoding="utf-8")
    assert "Zwyp" not in said
    assert "0600" not in said


def test_rate_and_lag_are_told(world: World) -> None:
    world.write("a.jsonl", ROW * 48)
    world.look(20)
    world.write("b.jsonl", ROW[:5])
    (state,) = feed_states(world.home, now=world.now + timedelta(seconds=7))
    told = state.figures
    assert (told.files, told.rows, told.median_lag_s, told.most_lag_s) == (1, 48, 20.0, 20.0)
    assert (state.waiting, state.oldest_waiting_s, state.aside) == (1, 7.0, 0)
    text = "\n".join(
        feed_lines(
            "scan", files=1, rows=48, rejected=0, known=0, median_lag_s=20.0, most_lag_s=20.0, last_at=told.last_at,
            waiting=1, oldest_waiting_s=7.0, aside=0, is_there=state.is_there,
        )
    )  # fmt: skip
    assert "2.0 an hour" in text
    assert "20 s at most" in text
    assert (
        figures(FeedLog(world.home.intake / "feeds.jsonl").lines(), "scan", now=world.now + timedelta(days=2)).files
        == 0
    )


def test_a_line_that_a_crash_cut_off_spoils_no_other(world: World) -> None:
    log = FeedLog(world.home.folder(world.home.intake) / "feeds.jsonl")
    lines = [FeedLine("scan", TAKEN, str(n), "c", BEGIN, BEGIN, rows=n) for n in range(2)]
    log.append(lines[0])
    with (world.home.intake / "feeds.jsonl").open("a", encoding="utf-8") as stream:
        stream.write('{"feed": "sc')
    log.append(lines[1])
    assert log.lines() == lines


def test_a_look_reads_what_came_since_the_last_wherever_a_crash_cut_a_line(world: World) -> None:
    path = world.home.folder(world.home.intake) / "feeds.jsonl"
    log = FeedLog(path)
    first, cut, last = (FeedLine("scan", TAKEN, str(n), "c", BEGIN, BEGIN, rows=n) for n in range(3))
    log.append(first)
    _, place = log.after(BEGINNING)
    log.append(cut)
    written = path.read_bytes()
    for end in range(place.read, len(written) + 1):
        path.write_bytes(written[:end])
        seen, there = log.after(place)
        log.append(last)
        since, _ = log.after(there)
        can_be_read = end >= len(written) - 1
        assert list(dict.fromkeys([*seen, *since])) == ([cut, last] if can_be_read else [last])


def test_what_was_read_of_a_log_is_not_read_again_unless_it_is_another_file(world: World) -> None:
    path = world.home.folder(world.home.intake) / "feeds.jsonl"
    log = FeedLog(path)
    lines = [FeedLine("scan", TAKEN, str(n), "c", BEGIN, BEGIN, rows=n) for n in range(2)]
    log.append(lines[0])
    _, place = log.after(BEGINNING)
    log.append(lines[1])
    put_back = path.read_bytes()
    path.write_bytes(b"x" * place.read + put_back[place.read :])
    assert log.after(place)[0] == lines[1:]
    path.with_name("other").write_bytes(put_back)
    path.with_name("other").replace(path)
    assert log.after(place)[0] == lines


def test_a_feed_sends_rows_of_its_own_register_as_a_platform_alone(tmp_path: Path) -> None:
    policy = Feed("scan", tmp_path).narrowed(Policy())
    assert policy.sources == frozenset({"scan"})
    assert policy.accepts_reporter(ReporterType.PLATFORM)
    assert not policy.accepts_reporter(ReporterType.POLICE)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", r"sections \[feeds"),
        ("[feeds.scan]\n", "needs a folder"),
        ('[feeds.scan]\nfolder = "a"\ntoken = "x"\n', "has folder and token_sha256"),
        ('[feeds.scan]\nfolder = "a"\ntoken_sha256 = "x"\n', "no digest"),
        ('[feeds.scan]\nfolder = "a"\n[feeds.other]\nfolder = "./a"\n', "two feeds have one folder"),
        ('[feeds."a b"]\nfolder = "a"\n', "named for a register"),
    ],
)
def test_a_file_of_feeds_that_can_not_be_used_says_why_in_a_line(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError, match=why):
        load_feeds(path, tmp_path)


def test_a_token_opens_its_own_feed_and_no_token_opens_none(tmp_path: Path) -> None:
    feed = Feed("scan", tmp_path, code_digest("secret"))
    assert feed.is_shown("secret")
    assert not feed.is_shown("")
    assert not Feed("scan", tmp_path).is_shown("")
