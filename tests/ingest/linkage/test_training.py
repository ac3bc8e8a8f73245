"""Training finds what made the records, without being told who is who."""

from itertools import product

import numpy as np
import pyarrow as pa
import pytest

from ingest.keyring import Keyring
from ingest.linkage.kept_model import keep_model, kept_model
from ingest.linkage.model import SHIPPED, model_text, parse_model, weight
from ingest.linkage.predict import Patterns, predict_pairs
from ingest.linkage.tokens import SCHEMA
from ingest.linkage.training import maximise, term_frequencies, train
from tests.factories import KEYS
from tests.ingest.linkage.registries import Drawn, drawn_registry


@pytest.fixture(scope="module")
def registry() -> Drawn:
    return drawn_registry(rows=2_500, seed=4)


def _patterns_of_the_model(n_pairs: float) -> tuple[Patterns, dict[str, dict[str, float]]]:
    """How many pairs of each pattern a model predicts of three fields, the others missing."""
    names = [c.field for c in SHIPPED.comparisons]
    fields = [c for c in SHIPPED.comparisons if c.field in ("birth_date", "document_number", "nationality")]
    levels, counts = [], []
    for combination in product(*(c.levels[1:] for c in fields)):
        pattern = ["missing"] * len(names)
        same, apart = 0.01, 0.99
        for comparison, level in zip(fields, combination, strict=True):
            pattern[names.index(comparison.field)] = level.name
            same, apart = same * (level.m or 0), apart * (level.u or 0)
        levels.append(tuple(pattern))
        counts.append(round(n_pairs * (same + apart)))
    u = {c.field: {s.name: s.u or 0.0 for s in c.levels if s.u} for c in fields}
    return Patterns(tuple(levels), tuple(counts)), u


def test_maximising_finds_the_shares_and_the_prior_that_made_the_pairs() -> None:
    patterns, u = _patterns_of_the_model(4e7)
    weights, prior, _ = maximise(patterns, SHIPPED, u, sum(patterns.counts))
    assert prior == pytest.approx(0.01, rel=0.05)
    for comparison in SHIPPED.comparisons:
        for name, (m, _) in weights.get(comparison.field, {}).items():
            (level,) = (x for x in comparison.levels if x.name == name)
            assert m == pytest.approx(level.m, rel=0.1, abs=0.003)


def test_trained_shares_are_near_those_counted_with_the_truth(registry: Drawn) -> None:
    found = train(registry.tokens, seed=1)
    by_field = {c.field: {x.name: x for x in c.levels} for c in found.model.comparisons}
    true_pairs = sum(n * (n - 1) // 2 for n in registry.sizes())
    n = len(registry.tokens)
    assert found.model.prior == pytest.approx(true_pairs / (n * (n - 1) / 2), rel=0.4)
    assert 0.6 < (by_field["given_name"]["exact"].m or 0) < 0.95
    assert 10 < weight(by_field["birth_date"]["exact"]) < 16
    for comparison in found.model.comparisons:
        assert sum(x.m or 0 for x in comparison.levels) <= 1.05


def test_training_twice_gives_the_same_model_and_another_seed_hardly_another(registry: Drawn) -> None:
    one, again, other = (train(registry.tokens, seed=seed).model for seed in (1, 1, 2))
    assert model_text(one, about="") == model_text(again, about="")
    for a, b in zip(one.comparisons, other.comparisons, strict=True):
        for x, y in zip(a.levels, b.levels, strict=True):
            assert abs(weight(x) - weight(y)) < 1.5


def test_a_rare_name_says_more_than_a_common_one_and_strangers_agree_as_often_as_the_model_says() -> None:
    tokens = [1] * 60 + [2] * 30 + list(range(10, 30))
    records = pa.table({"encounter": [f"e{i}" for i in range(len(tokens))], "family_exact": tokens})
    (comparison,) = (c for c in SHIPPED.comparisons if c.field == "family_name")
    terms = term_frequencies(records, (comparison,), {})["family_exact"]
    shares = dict(zip(terms["family_exact"].to_pylist(), terms["tf_family_exact"].to_pylist(), strict=True))
    assert shares[1] > shares[2] > shares[10]
    u = next(x.u for x in comparison.levels if x.name == "exact") or 0
    n = len(tokens)
    met_by_two_strangers = sum(tokens.count(t) * (tokens.count(t) - 1) * shares[t] for t in shares) / (
        sum(tokens.count(t) * (tokens.count(t) - 1) for t in shares)
    )
    assert met_by_two_strangers > u
    assert min(shares.values()) >= 0.05 * u
    assert n == 110


def test_a_home_keeps_its_model_with_its_terms_encrypted_and_links_as_trained(
    registry: Drawn, tmp_path: object
) -> None:
    from pathlib import Path  # noqa: PLC0415

    folder = Path(str(tmp_path)) / "model"
    assert kept_model(folder, KEYS) is SHIPPED
    training = train(registry.tokens, seed=1, persons=registry.truth)
    folder.mkdir()
    keep_model(folder, training.model, KEYS, about="")
    kept = kept_model(folder, KEYS)
    assert kept.version == training.model.version
    for column, table in training.model.terms.items():
        assert kept.terms[column].equals(table)
    some = registry.tokens.slice(0, 800)
    trained, read = (
        {(p.left, p.right): p.probability for p in predict_pairs(some, SCHEMA.empty_table(), model=m)}
        for m in (training.model, kept)
    )
    assert trained.keys() == read.keys()
    # The table is written with three digits.
    assert all(np.isclose(trained[pair], read[pair], atol=0.01) for pair in trained)
    raw = b"".join(path.read_bytes() for path in folder.iterdir())
    token = registry.tokens["family_exact"].drop_null()[0].as_py()
    assert str(token).encode() not in raw
    assert token.to_bytes(8, "little", signed=True) not in raw


def test_terms_of_keys_that_were_rotated_are_left_aside_under_another_version(
    registry: Drawn, tmp_path: object
) -> None:
    from pathlib import Path  # noqa: PLC0415

    folder = Path(str(tmp_path))
    training = train(registry.tokens, seed=1, persons=registry.truth)
    keep_model(folder, training.model, KEYS, about="")
    rotated = Keyring(*(bytes([i]) * 16 + bytes(range(16)) for i in range(1, 7)))
    kept = kept_model(folder, rotated)
    assert kept.version == f"{training.model.version}-without-terms"
    assert not kept.terms


def test_the_shipped_model_is_its_table() -> None:
    again = parse_model(model_text(SHIPPED, about="about"))
    assert again.version == SHIPPED.version
    assert [weight(x) for c in again.comparisons for x in c.levels] == pytest.approx(
        [weight(x) for c in SHIPPED.comparisons for x in c.levels], abs=0.02
    )
