"""How right linkage is: on tokens with the model that ships, on tokens after training, and the peer on plain values."""

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pyarrow as pa

from api.bench.linkage.sets import LinkageSet, febrl_set, registry_set
from api.bench.table import Table
from graph.model import Judgement, Verdict
from graph.persons import components
from graph.review_order import review_order
from ingest.linkage.evaluation import PairwiseScore, pairwise
from ingest.linkage.judge import judge
from ingest.linkage.model import SAME_FROM, Model
from ingest.linkage.predict import predict_pairs
from ingest.linkage.review_load import won_by_looks
from ingest.linkage.training import train
from ingest.simulation.registry import registry

AT = datetime(2026, 1, 1, tzinfo=UTC)
TRAINING_SEED = 7
LOOKS_SHOWN = (1, 2, 3, 4, 5, 10, 15, 20, 30, 40)
"""Hundreds of looks after which the gain is shown."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A set as one contender linked it."""

    persons: Mapping[str, int]
    waiting: Sequence[Judgement]
    judged: Sequence[Judgement]
    seconds: float


def link(records: pa.Table, ids: Sequence[str], model: Model, *, is_person: bool) -> Linked:
    """Block, score, judge and cluster a set. Sets of persons are judged by the product's rules, others by 0.99 alone."""
    begun = time.perf_counter()
    pairs = predict_pairs(records, records.slice(0, 0), model=model)
    if is_person:
        judged = list(judge(pairs, at=AT, by=model.version))
    else:
        judged = [_by_threshold(p.left, p.right, p.probability) for p in pairs]
    persons = {e: i for i, group in enumerate(components(judged, ids)) for e in group}
    waiting = [j for j in judged if j.verdict is Verdict.UNSURE]
    return Linked(persons, waiting, judged, time.perf_counter() - begun)


def accuracy(*, rows: int, seeds: Sequence[int], names: Sequence[str] = ()) -> tuple[Table, Table]:
    """Tables of accuracy, and of what clerical review would win.

    Parameters
    ----------
    rows
        Rows of each invented registry.
    seeds
        Seeds of the registries.
    names
        Sets to run; all where none is named.
    """
    measured: list[dict[str, object]] = []
    reviews: list[dict[str, object]] = []
    for linkage_set in _sets(rows, seeds):
        if names and not any(name in linkage_set.name for name in names):
            continue
        ids = linkage_set.tokens["encounter"].to_pylist()
        contenders: list[tuple[str, pa.Table, Model, float]] = []
        if linkage_set.is_person:
            contenders.append(("tokens, as shipped", linkage_set.tokens, linkage_set.start, 0.0))
        for name, table, start in (
            ("tokens, trained", linkage_set.tokens, linkage_set.start),
            ("plain values, trained", linkage_set.plain, linkage_set.plain_start),
        ):
            first = link(table, ids, start, is_person=linkage_set.is_person)
            persons = {e: str(p) for e, p in first.persons.items()}
            begun = time.perf_counter()
            model = train(table, seed=TRAINING_SEED, start=start, persons=persons, group=linkage_set.group).model
            contenders.append((name, table, model, time.perf_counter() - begun))
        for name, table, model, training in contenders:
            linked = link(table, ids, model, is_person=linkage_set.is_person)
            measured.append(_row(linkage_set, name, linked, training))
            if linkage_set.is_person and name.startswith("tokens"):
                reviews += _review(linkage_set, name, linked)
    return (
        Table(
            "Linkage",
            ("set", "on", "rows", "precision", "recall", "F1", "persons with a false join per 1,000", "twins joined",
             "siblings joined", "homonyms joined", "recall, band reviewed", "band pairs per 1,000 rows", "link s",
             "train s"),
            measured,
            f"Fixed threshold of {SAME_FROM}; pairs within persons after clustering. FEBRL sets trained on themselves "
            f"without labels. Registries: {rows:,} rows, seeds {', '.join(map(str, seeds))}; training seed "
            f"{TRAINING_SEED}.",
            "As shipped: the model in ingest/linkage/weights.toml. Trained: `waterbed linkage train`, weights by "
            "expectation maximisation without labels and term frequencies of the persons found at first. Plain values: "
            "Splink with Damerau-Levenshtein and Jaro-Winkler, the same rules, trained alike. Band reviewed: every "
            "pair of the clerical band given its true verdict.",
        ),
        Table(
            "Clerical review",
            ("set", "on", "looks", "looks per 1,000 rows", "true pairs won by the last hundred", "true pairs won in all",
             "share of all true pairs"),
            reviews,
            "Pairs in the order of `waterbed review next` (what a verdict is expected to change), each given its true "
            "verdict; a verdict settles all pairs between the same two persons.",
        ),
    )  # fmt: skip


def _sets(rows: int, seeds: Sequence[int]) -> Sequence[LinkageSet]:
    sets = [febrl_set(3), febrl_set(4)]
    for seed in seeds:
        for lookalikes in (False, True):
            drawn = registry(rows=rows, seed=seed, lookalikes=lookalikes)
            kind = "with twins, homonyms and crowds" if lookalikes else "without twins"
            name = f"Dutch-like registry {seed}, {drawn.empty_share:.0%} empty, {kind}"
            sets.append(registry_set(name, drawn))
    return sets


def _by_threshold(left: str, right: str, probability: float) -> Judgement:
    verdict = Verdict.SAME if probability >= SAME_FROM else Verdict.UNSURE
    return Judgement(f"{left}{right}", left, right, verdict, probability, 0.0, "model", AT, "")


def _row(linkage_set: LinkageSet, name: str, linked: Linked, training: float) -> dict[str, object]:
    truth, n = linkage_set.truth, len(linkage_set.truth)
    score = pairwise(linked.persons, truth)
    reviewed = _reviewed(linked, truth, linked.waiting)
    return {
        "set": linkage_set.name,
        "on": name,
        "rows": n,
        "precision": round(score.precision, 5),
        "recall": score.recall,
        "F1": score.f1,
        "persons with a false join per 1,000": 1000 * score.persons_with_false_join / max(1, score.persons),
        **{f"{kind}s joined": share for kind, share in _joined(linkage_set, linked.persons).items()},
        "recall, band reviewed": reviewed.recall,
        "band pairs per 1,000 rows": 1000 * len(linked.waiting) / n,
        "link s": linked.seconds,
        "train s": training or None,
    }


def _reviewed(linked: Linked, truth: Mapping[str, str], reviewed: Sequence[Judgement]) -> PairwiseScore:
    """Score after a reviewer gave these pairs their true verdict."""
    known = {j.id for j in reviewed}
    right = [
        replace(j, verdict=Verdict.SAME if truth[j.left] == truth[j.right] else Verdict.DIFFERENT)
        if j.id in known
        else j
        for j in linked.judged
    ]
    persons = {e: i for i, group in enumerate(components(right, linked.persons)) for e in group}
    return pairwise(persons, truth)


def _review(linkage_set: LinkageSet, name: str, linked: Linked) -> list[dict[str, object]]:
    """What each next hundred looks wins, in the order that `waterbed review next` shows."""
    persons = {encounter: str(person) for encounter, person in linked.persons.items()}
    order = review_order(linked.judged, persons)
    rows, truth = len(linkage_set.truth), linkage_set.truth
    true_pairs = pairwise(linked.persons, truth).true_pairs
    won = list(won_by_looks(order, persons, truth))
    found: list[dict[str, object]] = []
    before = 0
    for hundred, after in enumerate(won, start=1):
        if hundred in LOOKS_SHOWN or after is won[-1]:
            found.append(
                {
                    "set": linkage_set.name,
                    "on": name,
                    "looks": after.looks,
                    "looks per 1,000 rows": 1000 * after.looks / rows,
                    "true pairs won by the last hundred": after.right - before,
                    "true pairs won in all": after.right,
                    "share of all true pairs": after.right / true_pairs,
                }
            )
        before = after.right
    return found


def _joined(linkage_set: LinkageSet, persons: Mapping[str, int]) -> dict[str, float]:
    """Share of planted pairs of lookalikes of which some record ended in one person, by kind."""
    groups: dict[str, set[int]] = defaultdict(set)
    for encounter, person in linkage_set.truth.items():
        groups[person].add(persons[encounter])
    found: dict[str, list[bool]] = defaultdict(list)
    for kind, one, other in linkage_set.lookalikes:
        found[kind].append(bool(groups[one] & groups[other]))
    return {kind: sum(joined) / len(joined) for kind, joined in found.items()}
