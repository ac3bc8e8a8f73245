"""What the store promises of review: words taken back, questions, answers, changes, and findings that are outdated."""

from dataclasses import replace
from datetime import date

from graph.model import Answer, AnswerWord, PersonChange, Question, Relocation, Rotation, Verdict, Withdrawal
from graph.store.database import Database
from graph.store.digest import graph_digest
from graph.store.encounters import unlinked, wait_again
from graph.store.findings import outdated_findings, standing_findings, write_findings
from graph.store.judgements import (
    append_judgements,
    judgements_of,
    logged,
    models_in_use,
    read_judgements,
    reviewers_log,
    unsure_judgements,
)
from graph.store.persons import known_persons, person_of
from graph.store.reviewing import (
    doubtful_persons,
    read_answers,
    read_changes,
    read_questions,
    review_records,
    write_answers,
    write_question,
)
from tests.contract.stored import NOW, findings, judged, link, reappearance, store
from tests.factories import encounter


def test_a_word_taken_back_stays_in_the_log_with_who_and_why_and_counts_no_more(db: Database) -> None:
    store(db, encounter("a"), encounter("b"))
    said = judged("a", "b", by="anna")
    append_judgements(db, [judged("a", "b"), said])
    back = [Withdrawal(said.id, "bert", "mistaken")]
    for _ in range(2):
        link(db, {"p": ["a"], "q": ["b"]}, taken_back=back)
    assert [j.by for j in read_judgements(db)] == ["model-1"]
    (word,) = reviewers_log(db)
    assert word == logged(db, said.id)
    assert (word.judgement, word.withdrawn_by, word.withdrawn_because) == (said, "bert", "mistaken")
    assert word.withdrawn_at == NOW
    assert logged(db, "never") is None


def test_waiting_pairs_and_models_in_use_are_those_that_stand(db: Database) -> None:
    unsure = judged("a", "b", Verdict.UNSURE)
    own = judged("c", "d", Verdict.UNSURE, by="anna")
    older = judged("a", "c", by="model-0")
    append_judgements(db, [unsure, judged("b", "c"), own, older])
    assert unsure_judgements(db) == [unsure]
    assert models_in_use(db) == ["model-0", "model-1"]
    link(db, {}, taken_back=[Withdrawal(older.id, "model-1", "older"), Withdrawal(unsure.id, "model-1", "older")])
    assert unsure_judgements(db) == []
    assert models_in_use(db) == ["model-1"]
    assert judgements_of(db, ["a"]) == []


def test_what_a_judgement_was_said_of_comes_back(db: Database) -> None:
    said = replace(judged("a", "b", by="anna"), saw=("1", "2"), confirmed=True)
    append_judgements(db, [said])
    assert read_judgements(db) == [said]


def test_a_record_comes_with_its_context(db: Database) -> None:
    store(db, encounter("a"), encounter("s", names_person=False))
    link(db, {"p": ["a"]})
    records = review_records(db, ["a", "s", "never"])
    assert sorted(records) == ["a", "s"]
    a = records["a"]
    assert (a.person_id, a.municipality, a.reporter_type, a.first_day) == (
        "p", "GM0599", "municipality", date(2024, 3, 17),
    )  # fmt: skip
    assert (a.content_digest, a.waits, a.names_person, a.channel) == ("content-a", False, True, None)
    assert not records["s"].names_person


def test_persons_in_doubt_are_those_of_a_weak_cut_or_of_many_encounters(db: Database) -> None:
    store(db, *(encounter(n) for n in "abcd"))
    link(db, {"p": ["a", "b"], "q": ["c"]})
    db.write_all([("persons_write", {"rows": [
        {"id": "r", "first_seen": "", "last_seen": "", "sex": "", "encounters": 1, "weakest_cut": None},
    ]})])  # fmt: skip
    assert doubtful_persons(db, below=0.9991, more_than=9) == ["p", "q"]
    assert doubtful_persons(db, below=0.9, more_than=1) == ["p"]
    assert doubtful_persons(db, below=0.9, more_than=9) == []


def test_questions_answers_and_changes_stay_as_they_were_first_written(db: Database) -> None:
    question = Question("q-1", "a", "b", "police", "care", "anna", NOW, "why")
    answer = Answer("a-1", "q-1", "care", AnswerWord.SAME, "bert", date(2024, 9, 1), NOW)
    change = PersonChange("c-1", "joined", ("p", "q"), ("p",), ("b",), ("j-1",), ("anna",), NOW, "why")
    for by in ("anna", "other"):
        write_question(db, replace(question, by=by))
        write_answers(db, [replace(answer, by="bert" if by == "anna" else by)])
        link(db, {}, changes=[replace(change, by=(by,))])
    assert read_questions(db) == [question]
    assert read_answers(db) == [answer]
    assert read_changes(db) == [change]


def test_encounters_wait_again_and_stay_whose_they_are(db: Database) -> None:
    store(db, encounter("a"), encounter("b", town="GM0502"), encounter("s", names_person=False))
    link(db, {"p": ["a"], "q": ["b"]})
    digest = graph_digest(db)
    wait_again(db)
    assert unlinked(db) == ["a", "b"]
    assert person_of(db, ["a", "b"]) == {"a": "p", "b": "q"}
    assert graph_digest(db) == digest


def test_ids_that_a_person_or_a_current_finding_has_are_known(db: Database) -> None:
    store(db, encounter("a"), encounter("b"))
    link(db, {"p": ["a", "b"]}, findings=[reappearance("a", "b")])
    assert known_persons(db, ["p", "q"]) == {"p"}
    assert known_persons(db, []) == set()
    assert standing_findings(db, ["rea-1", "rea-2"]) == {"rea-1"}
    link(db, {"p": ["a", "b"]}, withdrawn=["rea-1"])
    assert standing_findings(db, ["rea-1"]) == set()


def test_a_finding_is_outdated_while_its_encounters_are_linked_otherwise_and_stands_again_after(db: Database) -> None:
    store(db, encounter("a"), encounter("b"), encounter("c"))
    link(db, {"p": ["a", "b"], "q": ["c"]})
    rotation, relocation, _ = findings()
    write_findings(db, "rotation", changed=[rotation], withdrawn={}, run="r1", now=NOW)
    write_findings(db, "relocation", changed=[relocation], withdrawn={}, run="r1", now=NOW)
    digest = graph_digest(db)
    assert outdated_findings(db, Rotation) == frozenset()
    link(db, {"p": ["a"], "x": ["b"]})
    assert outdated_findings(db, Rotation) == {"rot"}
    assert outdated_findings(db, Relocation) == {"rel"}
    link(db, {"p": ["a", "b", "c"]}, emptied=["q", "x"])
    assert outdated_findings(db, Rotation) == frozenset()
    link(db, {"p": ["a", "b"], "q": ["c"]})
    assert graph_digest(db) == digest
    link(db, {"p": ["a"], "x": ["b"]})
    write_findings(db, "rotation", changed=[], withdrawn={}, run="r2", now=NOW, kept=[rotation])
    assert outdated_findings(db, Rotation) == frozenset()
