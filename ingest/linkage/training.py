"""Estimate a linkage model from records alone, without knowing who is who.

*u* is counted on pairs drawn at random, hardly any of which are one person; that of names on pairs of one nationality,
since names and nationality go together and would otherwise speak twice. *m* and the prior follow by expectation
maximisation (Dempster, Laird and Rubin 1977; Winkler 1988) over the patterns of levels that blocking proposes: each
pattern's pairs are split by the probability that the model of the round gives them, and the model of the next round is
what the split counts say. Pairs that no rule proposes count as different. Both are drawn towards the model to start
from as if so many pairs had been seen already, so that a small or odd set of records can't break it.

Levels that can only hold beside agreement elsewhere (:class:`ingest.linkage.levels.Level`) keep their shares.

Term frequencies say how many of the persons found carry a name; agreement on a rare one then says more.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from ingest.linkage.columnar import columnar
from ingest.linkage.levels import Comparison
from ingest.linkage.model import SHIPPED, Model, Weights, version_of, weighted
from ingest.linkage.predict import Patterns, level_patterns

MAX_RECORDS = 60_000
"""Records that training looks at; a sample of more."""

RANDOM_PAIRS = 1_000_000
PRIOR_TRUE_PAIRS = 100.0
PRIOR_RANDOM_PAIRS = 100_000.0
"""As if so many pairs had been seen at the shares of the model to start from."""

ROUNDS = 300
SETTLED = 1e-6
RAREST = 0.05
"""Least frequency of a term, as a share of the level's ``u``: what is seen once is not known to be rarer."""


@dataclass(frozen=True, slots=True)
class Training:
    """A trained model, and what it rests on."""

    model: Model
    records: int
    pairs: int
    rounds: int


def train(
    records: pa.Table,
    *,
    seed: int,
    start: Model = SHIPPED,
    persons: Mapping[str, str] | None = None,
    group: str | None = "nationalities",
) -> Training:
    """Estimate a model from a linkage table.

    Parameters
    ----------
    records
        Linkage table (:data:`ingest.linkage.tokens.SCHEMA`), or any with the columns that the model's levels name.
    seed
        Of the samples that are drawn.
    start
        Model whose structure is kept and whose shares are the starting point; its version is what the trained one's
        begins with.
    persons
        Person of each encounter as linked so far, for term frequencies; None: none are taken into account.
    group
        Column within which strangers are drawn for names; None: from everyone.
    """
    rng = np.random.default_rng(seed)
    sample = records
    if len(records) > MAX_RECORDS:
        sample = records.take(pa.array(np.sort(rng.choice(len(records), MAX_RECORDS, replace=False))))
    u = _chance_agreement(sample, start, rng, group=group)
    patterns = level_patterns(sample, start)
    n_pairs = len(sample) * (len(sample) - 1) // 2
    weights, prior, rounds = maximise(patterns, start, u, n_pairs)
    comparisons = weighted(start.comparisons, weights)
    terms = {} if persons is None else term_frequencies(records, comparisons, persons)
    version = version_of(start.version.split("+", maxsplit=1)[0], weights, prior, terms)
    model = replace(start, version=version, prior=prior, comparisons=comparisons, terms=terms)
    return Training(model, len(sample), sum(patterns.counts), rounds)


def maximise(
    patterns: Patterns, start: Model, u: Mapping[str, Mapping[str, float]], n_pairs: int
) -> tuple[Weights, float, int]:
    """Expectation maximisation of m and the prior with u given; weights, prior, rounds.

    Parameters
    ----------
    patterns
        How many pairs show which levels.
    start
        Model to start from.
    u
        Share of pairs of different people, by field and level.
    n_pairs
        How many pairs there are in all, proposed or not.
    """
    spoken = [[s.name for s in c.levels if not s.is_neutral] for c in start.comparisons]
    index = [{name: i for i, name in enumerate(names)} for names in spoken]
    coded = np.array([[index[f].get(name, -1) for f, name in enumerate(p)] for p in patterns.levels]).reshape(
        len(patterns.levels), len(spoken)
    )
    counts = np.array(patterns.counts, float)
    first = [np.array([s.m or 0.5 for s in c.levels if not s.is_neutral]) for c in start.comparisons]
    chance = [
        np.array([u.get(c.field, {}).get(s.name, s.u or 0.5) for s in c.levels if not s.is_neutral])
        for c in start.comparisons
    ]
    anchored = [np.array([s.is_anchored for s in c.levels if not s.is_neutral]) for c in start.comparisons]
    m, prior = [share.copy() for share in first], start.prior
    rounds = 0
    while rounds < ROUNDS:
        rounds += 1
        odds = np.full(len(counts), prior / (1 - prior))
        for f, names in enumerate(spoken):
            if names:
                ratio = np.append(m[f] / chance[f], 1.0)
                odds *= ratio[coded[:, f]]
        same = counts * odds / (1 + odds)
        shift = 0.0
        for f, (comparison, names) in enumerate(zip(start.comparisons, spoken, strict=True)):
            if not names or comparison.field not in u:
                continue
            seen = np.bincount(coded[:, f] + 1, weights=same, minlength=len(names) + 1)[1:]
            new = (seen + PRIOR_TRUE_PAIRS * first[f]) / (seen.sum() + PRIOR_TRUE_PAIRS)
            new[anchored[f]] = first[f][anchored[f]]
            shift = max(shift, float(np.abs(new - m[f]).max()))
            m[f] = new
        before, prior = prior, float((same.sum() + 1) / (n_pairs + 1 / start.prior))
        if shift < SETTLED and abs(prior / before - 1) < SETTLED:
            break
    weights = {
        c.field: {
            s.name: (s.m or 0.5, s.u or 0.5) if s.is_anchored else (float(m[f][i]), float(chance[f][i]))
            for i, s in enumerate(said for said in c.levels if not said.is_neutral)
        }
        for f, c in enumerate(start.comparisons)
        if c.field in u
    }
    return weights, prior, rounds


def term_frequencies(
    records: pa.Table, comparisons: Sequence[Comparison], persons: Mapping[str, str]
) -> dict[str, pa.Table]:
    """Frequency of every token of the columns that levels name as terms, by token column.

    A frequency is the share of persons that carry the token, scaled so that two strangers agree with the level's u.
    """
    found = {}
    for level in (s for c in comparisons for s in c.levels if s.term and s.u):
        column, u = level.term or "", level.u or 0.0
        carriers: dict[int, set[str]] = defaultdict(set)
        for encounter, token in zip(records["encounter"].to_pylist(), records[column].to_pylist(), strict=True):
            if token is not None:
                carriers[token].add(persons.get(encounter, encounter))
        n = len(set().union(*carriers.values())) if carriers else 0
        agreeing = sum(len(c) * (len(c) - 1) for c in carriers.values())
        if not agreeing:
            continue
        scale = u * n * (n - 1) / agreeing
        tokens = sorted(carriers)
        shares = [max(RAREST * u, min(1.0, scale * len(carriers[t]) / n)) for t in tokens]
        found[column] = pa.table({column: tokens, f"tf_{column}": pa.array(shares, pa.float64())})
    return found


def _chance_agreement(
    records: pa.Table, start: Model, rng: np.random.Generator, *, group: str | None
) -> dict[str, dict[str, float]]:
    """Shares u by field and level; fields whose weights are set by a rule are left out."""
    everyone = _random_pairs(len(records), rng)
    together = everyone if group is None else _pairs_within(records[group].to_pylist(), rng)
    fields = [c for c in start.comparisons if not c.is_by_rule]
    found: dict[str, dict[str, float]] = {}
    for pairs, of_names in ((everyone, False), (together, True)):
        counted = _different(_levels_of(records, pairs, fields), fields, start.prior)
        for comparison, shares in zip(fields, counted, strict=True):
            if _is_name(comparison) != of_names:
                continue
            spoken = [s for s in comparison.levels if not s.is_neutral]
            n = sum(shares[s.name] for s in spoken)
            found[comparison.field] = {
                s.name: (s.u or 0.5)
                if s.is_anchored
                else (shares[s.name] + PRIOR_RANDOM_PAIRS * (s.u or 0.5)) / (n + PRIOR_RANDOM_PAIRS)
                for s in spoken
            }
    return found


def _different(
    patterns: Mapping[tuple[str, ...], int], fields: Sequence[Comparison], prior: float
) -> list[Counter[str]]:
    """Levels of pairs of different people: each pair counts by the probability that it is none of one person.

    Without that, the one pair in ten thousand that is one person would make up half of all that agree on a birth date.
    """
    ratios = [{s.name: (s.m or 1.0) / (s.u or 1.0) for s in c.levels} for c in fields]
    found: list[Counter[str]] = [Counter() for _ in fields]
    for pattern, n in patterns.items():
        odds = prior / (1 - prior)
        for ratio, name in zip(ratios, pattern, strict=True):
            odds *= ratio[name]
        for counter, name in zip(found, pattern, strict=True):
            counter[name] += n / (1 + odds)  # type: ignore[assignment]
    return found


def _is_name(comparison: Comparison) -> bool:
    return any(level.term for level in comparison.levels)


def _random_pairs(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    one, other = rng.integers(0, n, RANDOM_PAIRS), rng.integers(0, n, RANDOM_PAIRS)
    return one[one != other], other[one != other]


def _pairs_within(values: list[list[int] | None], rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    members: dict[int, list[int]] = defaultdict(list)
    for i, value in enumerate(values):
        if value:
            members[value[0]].append(i)
    groups = [np.array(members[key]) for key in sorted(members) if len(members[key]) > 1]
    if not groups:
        return _random_pairs(len(values), rng)
    sizes = np.array([len(g) for g in groups], float)
    drawn = rng.multinomial(RANDOM_PAIRS, sizes**2 / (sizes**2).sum())
    one = np.concatenate([rng.choice(g, n) for g, n in zip(groups, drawn, strict=True)])
    other = np.concatenate([rng.choice(g, n) for g, n in zip(groups, drawn, strict=True)])
    return one[one != other], other[one != other]


def _levels_of(
    records: pa.Table, pairs: tuple[np.ndarray, np.ndarray], comparisons: Sequence[Comparison]
) -> dict[tuple[str, ...], int]:
    """How many pairs of records show which levels."""
    numbered = records.append_column("row", pa.array(np.arange(len(records))))
    with columnar() as connection:
        connection.register("records_arrow", numbered)
        connection.register("pairs_arrow", pa.table({"one": pairs[0], "other": pairs[1]}))
        sides = ", ".join(f"a.{c} AS {c}_l, b.{c} AS {c}_r" for c in records.column_names)
        cases = ", ".join(_case(c) for c in comparisons)
        # Column names and conditions are our own; no value goes into this text.
        query = (
            f"SELECT {cases}, count(*) FROM (SELECT {sides} FROM pairs_arrow"  # noqa: S608
            " JOIN records_arrow a ON a.row = one JOIN records_arrow b ON b.row = other) GROUP BY ALL ORDER BY ALL"
        )
        return {tuple(row[:-1]): int(row[-1]) for row in connection.execute(query).fetchall()}


def _case(comparison: Comparison) -> str:
    branches = [
        f"ELSE '{s.name}'" if s.condition == "ELSE" else f"WHEN {s.condition} THEN '{s.name}'"
        for s in comparison.levels
    ]
    return f"CASE {' '.join(branches)} END"
