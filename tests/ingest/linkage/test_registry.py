"""Linkage on an invented registry, where the truth is known."""

from collections import defaultdict
from datetime import UTC, datetime

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Verdict
from graph.persons import components
from ingest.linkage.evaluation import pairwise
from ingest.linkage.judge import judge
from ingest.linkage.predict import predict_pairs
from ingest.linkage.tokens import SCHEMA
from tests.ingest.linkage.registries import Drawn, drawn_registry

AT = datetime(2025, 1, 1, tzinfo=UTC)
NONE = SCHEMA.empty_table()


@pytest.fixture(scope="module")
def lookalikes() -> Drawn:
    return drawn_registry(rows=4_000, seed=11, lookalikes=True)


@pytest.fixture(scope="module")
def small() -> Drawn:
    return drawn_registry(rows=250, seed=12)


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
@given(cut=st.integers(0, 250), later=st.integers(0, 250))
def test_one_part_after_another_ends_in_the_partition_of_all_at_once(small: Drawn, cut: int, later: int) -> None:
    tokens = small.tokens
    first, last = sorted((min(cut, len(tokens)), min(later, len(tokens))))
    parts = [tokens.slice(0, first), tokens.slice(first, last - first), tokens.slice(last)]
    stored, judged = NONE, []
    for part in parts:
        judged += list(judge(predict_pairs(part, stored), at=AT))
        stored = pa.concat_tables([stored, part])
    at_once = judge(predict_pairs(tokens, NONE), at=AT)
    assert _joined(judged, small) == _joined(at_once, small)


def _joined(judged: object, drawn: Drawn) -> list[frozenset[str]]:
    return components(judged, drawn.truth)  # type: ignore[arg-type]
