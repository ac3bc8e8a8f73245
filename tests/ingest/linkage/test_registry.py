"""Linkage on an invented registry, where the truth is known."""

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Judgement, Verdict
from graph.persons import components
from ingest.linkage.evaluation import pairwise
from ingest.linkage.judge import judge
from ingest.linkage.predict import predict_pairs
from ingest.linkage.shared import reclassified
from ingest.linkage.tokens import SCHEMA, Tokeniser
from ingest.report import Report
from tests.factories import KEYS, report
from tests.ingest.linkage.registries import Drawn, drawn_registry

AT = datetime(2025, 1, 1, tzinfo=UTC)
NONE = SCHEMA.empty_table()


@pytest.fixture(scope="module")
def lookalikes() -> Drawn:
    return drawn_registry(rows=4_000, seed=11, lookalikes=True)


@pytest.fixture(scope="module")
def crowded() -> Drawn:
    drawn = drawn_registry(rows=400, seed=12)
    # Everybody whose row has a phone also has one of two that many share.
    phones = [p and [*p, 7 + i % 2] if i % 3 else p for i, p in enumerate(drawn.tokens["phones"].to_pylist())]
    at = drawn.tokens.schema.get_field_index("phones")
    tokens = drawn.tokens.set_column(at, SCHEMA.field("phones"), pa.array(phones, SCHEMA.field("phones").type))
    return replace(drawn, tokens=tokens)


def test_twins_homonyms_and_crowds_stay_apart_and_the_rest_is_found(lookalikes: Drawn) -> None:
    judged = list(judge(predict_pairs(lookalikes.tokens, NONE), at=AT))
    person = {e: i for i, group in enumerate(components(judged, lookalikes.truth)) for e in group}
    score = pairwise(person, lookalikes.truth)
    assert score.precision >= 0.998
    assert score.recall >= 0.60
    assert 1000 * score.persons_with_false_join <= 2 * score.persons
    groups: dict[str, set[int]] = defaultdict(set)
    for encounter, who in lookalikes.truth.items():
        groups[who].add(person[encounter])
    joined = [bool(groups[one] & groups[other]) for _, one, other in lookalikes.lookalikes]
    assert len(joined) > 20
    assert sum(joined) <= 0.02 * len(joined) + 1


def test_the_band_holds_much_of_what_is_not_joined_and_review_may_still_find_it(lookalikes: Drawn) -> None:
    judged = list(judge(predict_pairs(lookalikes.tokens, NONE), at=AT))
    right = [j for j in judged if lookalikes.truth[j.left] == lookalikes.truth[j.right]]
    assert sum(j.verdict is Verdict.UNSURE for j in right) > 0.1 * len(right)


@settings(max_examples=8, deadline=None)
@given(cut=st.integers(0, 400), later=st.integers(0, 400))
def test_one_part_after_another_ends_in_the_partition_of_all_at_once(crowded: Drawn, cut: int, later: int) -> None:
    tokens = crowded.tokens
    first, last = sorted((min(cut, len(tokens)), min(later, len(tokens))))
    stored = NONE
    standing: dict[tuple[str, str], Judgement] = {}
    for part in (tokens.slice(0, first), tokens.slice(first, last - first), tokens.slice(last)):
        again = pc.is_in(stored["encounter"], value_set=pa.array(reclassified(stored, part), pa.string()))
        new = pa.concat_tables([part, stored.filter(again)])
        fresh = set(new["encounter"].to_pylist())
        standing = {pair: j for pair, j in standing.items() if not fresh & set(pair)}
        standing |= {j.pair: j for j in judge(predict_pairs(new, stored.filter(pc.invert(again))), at=AT)}
        stored = pa.concat_tables([stored, part])
    at_once = {j.pair: j for j in judge(predict_pairs(tokens, NONE), at=AT)}
    assert {p: (j.verdict, j.probability) for p, j in standing.items()} == {
        p: (j.verdict, j.probability) for p, j in at_once.items()
    }
    assert components(standing.values(), crowded.truth) == components(at_once.values(), crowded.truth)


def test_only_who_shares_an_identifier_that_more_use_now_is_judged_again() -> None:
    def met(given: str, phone: str) -> Report:
        return report(given_name=given, family_name="Popa", phones=(phone,))

    def table(**people: Report) -> pa.Table:
        return Tokeniser(KEYS).table(list(people.values()), list(people))

    stored = table(a=met("Ana", "+31600000210"), b=met("Bea", "+31600000210"), c=met("Ana", "+31600000211"))
    assert reclassified(stored, table(d=met("Ana", "+31600000210"))) == []
    assert reclassified(stored, table(d=met("Dia", "+31600000210"))) == ["a", "b"]
    assert reclassified(stored, table(d=met("Dia", "+31600000299"))) == []
    assert reclassified(stored, NONE) == reclassified(NONE, stored) == []
