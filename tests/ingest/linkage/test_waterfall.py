import math

import pyarrow as pa
import pytest

from ingest.linkage.judge import judge
from ingest.linkage.model import SHIPPED, weight
from ingest.linkage.predict import predict_pairs
from ingest.linkage.tokens import SCHEMA, Tokeniser
from ingest.linkage.waterfall import Waterfall, score_pairs
from ingest.report import PartialDate, Report
from tests.factories import KEYS, report
from tests.graph.judgements import AT

BORN = PartialDate(1998, 3, 21)
PEOPLE: dict[str, Report] = {
    "a": report(given_name="Zlatka", family_name="Lozhedinska", birth_date=BORN),
    "b": report(given_name="Zlatka", family_name="Lozhedinskaya", birth_date=PartialDate(1998, 3, 24)),
    "c": report(given_name="Bianca", family_name="Lozhedinska", birth_date=BORN, phones=("+31600000210",)),
    "d": report(given_name="Ana", family_name="Popa", sex=None),
}


@pytest.fixture(scope="module")
def table() -> pa.Table:
    return Tokeniser(KEYS).table(list(PEOPLE.values()), list(PEOPLE))


@pytest.fixture(scope="module")
def waterfalls(table: pa.Table) -> dict[tuple[str, str], Waterfall]:
    pairs = [("b", "a"), ("a", "c"), ("a", "d"), ("a", "gone"), ("a", "a")]
    return {w.pair: w for w in score_pairs(table, pairs)}


def test_every_pair_with_tokens_on_both_sides_has_one(waterfalls: dict[tuple[str, str], Waterfall]) -> None:
    assert sorted(waterfalls) == [("a", "b"), ("a", "c"), ("a", "d")]


def test_prior_and_fields_add_up_to_the_probability(waterfalls: dict[tuple[str, str], Waterfall]) -> None:
    for w in waterfalls.values():
        total = w.prior_weight + sum(s.weight + (s.adjustment or 0.0) for s in w.steps)
        assert math.isclose(w.match_weight, total)
        assert math.isclose(w.prior_weight, math.log2(SHIPPED.prior / (1 - SHIPPED.prior)), abs_tol=1e-6)
        assert math.isclose(w.probability, 1 / (1 + 2**-total), rel_tol=1e-6)
        assert [s.field for s in w.steps] == [c.field for c in SHIPPED.comparisons]
        for step, comparison in zip(w.steps, SHIPPED.comparisons, strict=True):
            (level,) = (x for x in comparison.levels if x.name == step.level)
            assert math.isclose(step.weight, weight(level), abs_tol=1e-6)


def test_it_says_what_linking_says(table: pa.Table, waterfalls: dict[tuple[str, str], Waterfall]) -> None:
    judged = {j.pair: j for j in judge(predict_pairs(table, SCHEMA.empty_table()), at=AT)}
    assert judged
    for pair, w in waterfalls.items():
        assert (pair in judged) == (w.band != "apart")
        if pair in judged:
            assert math.isclose(judged[pair].probability, w.probability, rel_tol=1e-9)
            assert judged[pair].evidence == w.evidence
            assert judged[pair].verdict.value == {"same": "same", "for review": "unsure"}[w.band]


def test_it_says_what_holds_a_pair_back_and_which_pair_linking_never_sees(
    waterfalls: dict[tuple[str, str], Waterfall],
) -> None:
    assert "twins or siblings" in waterfalls["a", "c"].held_back or waterfalls["a", "c"].probability < 0.5
    assert not waterfalls["a", "d"].is_proposed
    assert waterfalls["a", "d"].band == "apart"
