"""Review on both engines: twins, siblings, common names, a shared phone; words that stay, and words undone."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ingest.linkage.judge as judging
from graph.errors import UsageError
from graph.model import Answer, AnswerWord, Verdict
from graph.review_order import Reason
from graph.store.database import Database
from graph.store.judgements import models_in_use, read_judgements, reviewers_log
from graph.store.persons import write_linked
from graph.store.reviewing import read_changes, read_questions
from ingest.linkage.model import SHIPPED
from ingest.pipeline.review import By, ask, hear
from tests.conftest import Engines
from tests.ingest.pipeline.centre import Centre, open_centre, ref, row

SAME, DIFFERENT, UNSURE = Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE
ZSOFIA = [
    row("T1", "Zsofia Vadasz"),
    row("T5", "Zsofia Vadasz"),
    row("P2", "Zsofi Vadass", "1999-04-13"),
    row("T4", "Ilko Borev", "1985-01-30"),
]
TWINS = [row("T1", "Ana Popa"), row("T2", "Bianca Popa"), row("T3", "Ana Popa"), row("P4", "Bianca Popa")]


@pytest.fixture
def centre(db: Database, tmp_path: Path) -> Centre:
    return open_centre(db, tmp_path / "centre")


def test_a_verdict_joins_finds_who_reappears_and_undone_leaves_everything_as_it_was(centre: Centre) -> None:
    before = centre.ingest(*ZSOFIA)
    assert centre.persons("T1", "T5", "P2", "T4") == [0, 0, 1, 2]
    found = len(centre.reappearances())
    said = centre.say("T1", "P2", SAME)
    assert centre.persons("T1", "T5", "P2", "T4") == [0, 0, 0, 1]
    assert len(centre.reappearances()) > found
    assert {f.state for f in centre.reappearances() if f.municipality_now == "GM0344"} == {"weak link"}
    assert said.resolved.joined == 1
    centre.undo()
    assert centre.digest() == before
    assert [c.kind for c in read_changes(centre.installation.db)] == ["joined", "split"]
    assert [c.judgements for c in read_changes(centre.installation.db)] == [(said.judgement.id,)] * 2


def test_twins_wait_for_review_and_told_apart_they_stay_apart_with_all_that_comes(centre: Centre) -> None:
    centre.ingest(*TWINS)
    assert centre.persons("T1", "T3", "T2", "P4") == [0, 0, 1, 1]
    centre.say("T1", "T2", DIFFERENT)
    told = centre.digest()
    assert centre.ingest(*TWINS) == told
    centre.ingest(row("T7", "Ana Popa"), row("T8", "Bianca Popa", phone="+31600000211"))
    assert centre.persons("T1", "T3", "T7", "T2", "P4", "T8") == [0, 0, 0, 1, 1, 1]


def test_twins_joined_by_mistake_come_apart_at_the_weakest_cut(centre: Centre) -> None:
    before = centre.ingest(*TWINS)
    wrong = centre.say("T1", "T2", SAME)
    assert centre.persons("T1", "T3", "T2", "P4") == [0, 0, 0, 0]
    centre.say("T3", "P4", DIFFERENT, by="bert")
    assert centre.persons("T1", "T3", "T2", "P4") == [0, 0, 1, 1]
    centre.undo(by="bert")
    assert centre.persons("T1", "T3", "T2", "P4") == [0, 0, 0, 0]
    centre.undo(wrong.judgement.id)
    assert centre.digest() == before


def test_thirty_people_behind_one_phone_stay_thirty_and_a_word_on_two_joins_two(centre: Centre) -> None:
    given = [
        f"{a}{b}" for a in ("Adri", "Bela", "Cori", "Dani", "Elvi", "Fabi") for b in ("na", "ta", "sha", "la", "ka")
    ]
    family = [
        f"{a}{b}"
        for b in ("escu", "ova", "enko", "ides", "oglu")
        for a in ("Marin", "Petr", "Kost", "Ila", "Rus", "Vol")
    ]
    days = [date(1990, 1, 15) + timedelta(days=97 * i) for i in range(30)]
    people = [
        row(f"T{i}", f"{g} {f}", str(d), "+31600000210")
        for i, (g, f, d) in enumerate(zip(given, family, days, strict=True))
    ]
    centre.ingest(*people)
    records = [f"T{i}" for i in range(30)]
    assert len(set(centre.persons(*records))) == 30
    centre.say("T3", "T17", SAME)
    assert len(set(centre.persons(*records))) == 29


def test_two_with_one_common_name_stay_two_until_somebody_says_so(centre: Centre) -> None:
    centre.ingest(row("T1", "Maria Jansen", "1990-02-02"), row("T2", "Maria Jansen", "1971-11-30"))
    assert centre.persons("T1", "T2") == [0, 1]
    centre.say("T1", "T2", SAME)
    assert centre.persons("T1", "T2") == [0, 0]


def test_the_later_of_two_reviewers_stands_both_are_kept_and_the_pair_is_listed(centre: Centre) -> None:
    from graph.review_order import review_order  # noqa: PLC0415
    from graph.store.persons import person_of  # noqa: PLC0415

    centre.ingest(*ZSOFIA)
    centre.say("T1", "P2", SAME, by="anna")
    centre.say("T1", "P2", DIFFERENT, by="bert")
    assert centre.persons("T1", "P2") == [0, 1]
    words = [w.judgement for w in reviewers_log(centre.installation.db)]
    assert [w.by for w in words] == ["anna", "bert"]
    known = person_of(centre.installation.db, {i for w in words for i in w.pair})
    assert [i.reason for i in review_order(words, known)] == [Reason.CONTESTED]
    centre.undo(by="bert")
    assert centre.persons("T1", "P2") == [0, 0]


def test_a_word_stays_when_the_record_says_the_same_of_the_person_and_goes_when_it_says_less(centre: Centre) -> None:
    centre.ingest(*ZSOFIA)
    centre.say("T1", "P2", SAME)
    centre.ingest(row("P2", "Zsofi Vadass", "1999-04-13", status="Actual"))
    assert centre.persons("T1", "P2") == [0, 0]
    centre.ingest(row("P2", "Zsofi Vadasz", "1999-04-12", status="Actual"))
    assert centre.persons("T1", "P2") == [0, 0]
    centre.ingest(row("P2", "Marina Koval", "1988-09-01", status="Actual"))
    assert centre.persons("T1", "P2") == [0, 1]
    (word,) = reviewers_log(centre.installation.db)
    assert "the record changed" in word.withdrawn_because


def test_told_apart_stays_whatever_the_record_says_later(centre: Centre) -> None:
    centre.ingest(*ZSOFIA)
    centre.say("T1", "P2", DIFFERENT)
    centre.ingest(row("P2", "Zsofia Vadasz", "1999-04-12"))
    assert centre.persons("T1", "P2") == [0, 1]


def test_only_what_both_sources_answered_is_certain(centre: Centre) -> None:
    centre.ingest(*ZSOFIA)
    db = centre.installation.db
    by = By("anna", "can't tell from this")
    question = ask(centre.installation, (ref("T1"), ref("P2")), by, now=centre.tick(), asked=[])
    assert ask(centre.installation, (ref("P2"), ref("T1")), by, now=centre.tick(), asked=read_questions(db)) == question

    def answer(source: str, word: str) -> int:
        now = centre.tick()
        said = Answer(f"{source}-{word}", question.id, source, AnswerWord(word), "c", date(2024, 9, 2), now)
        return len(hear(centre.installation, [question], [said], now=now, run=f"{now:%H%M}"))

    before = centre.digest()
    assert answer("team", "same") == 0
    assert centre.digest() == before
    assert answer("police", "same") == 1
    assert centre.persons("T1", "P2") == [0, 0]
    (found,) = (f for f in centre.reappearances() if f.municipality_now == "GM0344")
    assert found.link_probability > 0.999
    assert found.state == "open"
    certain = centre.digest()
    assert answer("police", "same") == 0
    with pytest.raises(UsageError, match="sources themselves"):
        centre.say("T1", "P2", DIFFERENT)
    (word,) = reviewers_log(db)
    centre.undo(word.judgement.id)
    assert centre.digest() == before
    assert answer("police", "same") == 0
    assert centre.digest() == before != certain
    assert answer("team", "different") == 1
    assert [j.verdict for j in read_judgements(db) if j.is_of_sources] == [UNSURE]
    assert centre.persons("T1", "P2") == [0, 1]


def test_what_can_not_be_judged_is_refused_and_nothing_is_stored(centre: Centre) -> None:
    centre.load(ZSOFIA)
    with pytest.raises(UsageError, match="waterbed link"):
        centre.say("T1", "P2", SAME)
    centre.link()
    for one, other in (("T1", "T1"), ("T1", "T99")):
        with pytest.raises(UsageError):
            centre.say(one, other, SAME)
    for by, why in (("", "x"), ("model-9", "x"), ("anna", ""), ("anna", "06 0000 0210")):
        with pytest.raises(UsageError):
            By(by, why)
    for which in ("last", "j-none", read_judgements(centre.installation.db)[0].id):
        with pytest.raises(UsageError):
            centre.undo(which)
    assert reviewers_log(centre.installation.db) == []


def test_linking_again_with_another_model_ends_as_a_fresh_ingest_with_the_same_words(
    engines: Engines, db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    centre = open_centre(db, tmp_path / "one")
    before = centre.ingest(*ZSOFIA, *(r.replace("team,T", "team,T2") for r in TWINS))
    centre.say("T1", "P2", SAME)
    centre.say("T21", "T22", DIFFERENT)
    words = [w.judgement for w in reviewers_log(db)]
    told = centre.digest()
    stricter = replace(SHIPPED, version="model-stricter")
    centre.installation = replace(centre.installation, model=stricter)
    monkeypatch.setattr(judging, "SAME_FROM", 0.99995)
    centre.link(again=True)
    assert models_in_use(db) == ["model-stricter"]
    again = centre.digest()
    assert again != told != before
    assert centre.persons("T1", "P2") == [0, 0]
    assert centre.link(again=True).encounters == 8
    assert centre.digest() == again
    name = "neo4j" if "ArcadeDB" not in db.server() else "embedded"
    fresh = open_centre(engines.empty(name), tmp_path / "two")
    fresh.installation = replace(fresh.installation, model=stricter)
    fresh.ingest(*ZSOFIA, *(r.replace("team,T", "team,T2") for r in TWINS))
    for word in words:
        one, other = (_record(i) for i in word.pair)
        fresh.say(one, other, word.verdict)
    assert fresh.digest() == again


def test_a_crash_while_linking_again_is_made_good_by_the_next_run(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ingest.pipeline.resolve as resolving  # noqa: PLC0415

    centre.ingest(*ZSOFIA, *(r.replace("team,T", "team,T2") for r in TWINS))
    centre.say("T1", "P2", SAME)
    whole = centre.digest()
    monkeypatch.setattr(resolving, "ENCOUNTERS_PER_WRITE", 1)
    written = write_linked
    left = 2

    def dies(*words: object, **more: object) -> None:
        nonlocal left
        if not left:
            raise KeyboardInterrupt
        left -= 1
        written(*words, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(resolving, "write_linked", dies)
    with pytest.raises(KeyboardInterrupt):
        centre.link(again=True)
    monkeypatch.setattr(resolving, "write_linked", written)
    assert centre.link().encounters > 0
    assert centre.digest() == whole


RECORDS = ("T1", "T5", "P2", "T4", "T21", "T22", "T23")


def _record(encounter: str) -> str:
    return next(r for r in (*RECORDS, "P4") if ref(r) == encounter)


steps = st.lists(
    st.tuples(st.sampled_from(list(permutations(RECORDS, 2))), st.sampled_from([SAME, DIFFERENT, UNSURE, None])),
    min_size=3,
    max_size=6,
)


@pytest.mark.slow
def test_after_undoing_everything_the_first_digest_is_back(centre: Centre) -> None:
    before = centre.ingest(*ZSOFIA, *(r.replace("team,T", "team,T2") for r in TWINS))

    @given(steps)
    @settings(derandomize=True, max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    def any_history(history: list[tuple[tuple[str, str], Verdict | None]]) -> None:
        standing = 0
        for (one, other), verdict in history:
            if verdict is not None:
                centre.say(one, other, verdict)
                standing += 1
            elif standing:
                centre.undo()
                standing -= 1
        for _ in range(standing):
            centre.undo()
        assert centre.digest() == before

    any_history()
