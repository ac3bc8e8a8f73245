from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest

from graph.model import Judgement, Verdict
from graph.persons import components
from ingest.linkage import names
from ingest.linkage.evaluation import pairwise
from ingest.linkage.judge import judge
from ingest.linkage.model import SHIPPED, weight
from ingest.linkage.predict import Pair, predict_pairs
from ingest.linkage.tokens import SCHEMA, Tokeniser
from ingest.report import PartialDate, Report
from tests.factories import KEYS, report

AT = datetime(2024, 1, 1, tzinfo=UTC)
BORN = PartialDate(1998, 3, 21)


def table(people: dict[str, Report]) -> pa.Table:
    return Tokeniser(KEYS).table(list(people.values()), list(people))


def verdict(one: Report, other: Report) -> tuple[Verdict | None, Pair | None]:
    pairs = list(predict_pairs(table({"a": one, "b": other}), SCHEMA.empty_table()))
    judged = list(judge(pairs, at=AT))
    return (judged[0].verdict if judged else None), (pairs[0] if pairs else None)


def person(given: str | None = "Zlatka", family: str | None = "Lozhedinska", **cells: Any) -> Report:
    return report(given_name=given, family_name=family, nationalities=("BG",), **cells)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zllatka", "Zlatka"),
        ("van der Dijk", "Dyk"),
        ("Vándlakényi", "Vandlakenyi"),
        ("Željka", "Zeljka"),
        ("O'Brien", "OBrien"),
    ],
)
def test_one_name_has_one_spelling(one: str, other: str) -> None:
    assert names.spelling(one) == names.spelling(other)


def test_texts_an_edit_apart_share_a_deletion_and_others_do_not() -> None:
    near = set(names.deletions("lozhedinska"))
    for variant in ("lozhedinka", "lozhedinskaa", "lozhedynska"):
        assert near & set(names.deletions(variant))
    assert not near & set(names.deletions("brishkaj"))


@pytest.mark.parametrize(
    "other",
    [
        person(birth_date=BORN),
        person("Zlatca", birth_date=BORN),
        person("Lozhedinska", "Zlatka", birth_date=BORN),
        person(birth_date=PartialDate(1998, 3, 24)),
        person("Zlatka", "Lozhedinskaya", birth_date=BORN),
    ],
)
def test_the_same_person_written_differently_is_joined(other: Report) -> None:
    assert verdict(person(birth_date=BORN), other)[0] is Verdict.SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(person(birth_date=BORN), person("Bianca", birth_date=BORN), id="twins"),
        pytest.param(person(), person(), id="homonyms without a birth date"),
        pytest.param(
            person(birth_date=BORN), person(birth_date=PartialDate(1984, 11, 2)), id="homonyms of other years"
        ),
        pytest.param(person(birth_date=BORN), person(None, birth_date=BORN), id="no given name"),
        pytest.param(
            person("Ana", "Popa", phones=("+31600000210",)),
            person("Mia", "Balan", phones=("+31600000210",)),
            id="a phone",
        ),
        pytest.param(
            person(None, None, phones=("+31600000210",)),
            person(None, None, phones=("+31600000210",)),
            id="only a phone",
        ),
    ],
)
def test_others_are_never_joined_without_review(one: Report, other: Report) -> None:
    assert verdict(one, other)[0] is not Verdict.SAME


def test_where_when_and_who_reported_are_no_evidence() -> None:
    near = person(birth_date=BORN)
    far = person(birth_date=BORN, town="GM0014", day="2020-01-01", source_id="elsewhere", premises_address="X 1")
    _, one = verdict(near, near)
    _, other = verdict(near, far)
    assert one is not None
    assert other is not None
    assert one.probability == other.probability


def test_a_judgement_says_level_by_level_why() -> None:
    pairs = list(predict_pairs(table({"a": person(birth_date=BORN), "b": person(birth_date=BORN)}), table({})))
    (said,) = judge(pairs, at=AT)
    assert set(said.evidence) >= {"family_name:exact", "given_name:exact", "birth_date:exact"}


def test_one_after_another_ends_in_the_partition_of_all_at_once() -> None:
    people = {
        f"e{i}": person(
            f"{'ABCD'[i % 4]}na{i % 4}", f"Fam{'abcd'[i % 4]}ily", birth_date=PartialDate(1990 + i % 4, 5, 7)
        )
        for i in range(12)
    }
    at_once = components(judge(predict_pairs(table(people), SCHEMA.empty_table()), at=AT), people)
    judgements: list[Judgement] = []
    for i in range(0, 12, 5):
        new = dict(list(people.items())[i : i + 5])
        judgements += judge(predict_pairs(table(new), table(dict(list(people.items())[:i]))), at=AT)
    assert components(judgements, people) == at_once
    assert len(at_once) == 4


def test_nobody_to_link_is_no_work() -> None:
    assert list(predict_pairs(SCHEMA.empty_table(), SCHEMA.empty_table())) == []


def test_the_shares_of_a_fields_levels_add_up_to_no_more_than_all() -> None:
    for comparison in SHIPPED.comparisons:
        assert sum(level.m or 0 for level in comparison.levels) <= 1.0 + 1e-9
        assert sum(level.u or 0 for level in comparison.levels) <= 1.02


def test_agreement_speaks_for_sameness_and_difference_against_it() -> None:
    for comparison in SHIPPED.comparisons:
        weights = {level.name: weight(level) for level in comparison.levels}
        assert weights.get("exact", weights.get("same", 1.0)) > 0
        assert weights.get("different", 0.0) <= 0


def test_pairwise_scores_count_pairs() -> None:
    score = pairwise({"a": 1, "b": 1, "c": 2, "d": 1}, {"a": "x", "b": "x", "c": "x", "d": "y"})
    assert (score.true_pairs, score.found_pairs, score.right_pairs, score.persons_with_false_join) == (3, 3, 1, 1)
    assert 0 < score.f1 < 1
