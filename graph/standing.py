"""Which word stands on a pair: the sources' own before a reviewer's, a reviewer's before a model's, later before earlier.

Judgements are never changed, so several may be on record for one pair. A model changes with its version and a
reviewer sees what the model saw, so a reviewer's word beats every model's, and stays when the model changes. Of two
reviewers the later stands: the earlier one's is kept, and the pair is *contested*. What both sources answered about
their own records beats both.

A reviewer's ``same`` makes nothing certain: it goes with the probability that the model now gives the pair, where it
gives one, else with the one that it had when it was said.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from graph.model import Judgement, Verdict


def standing_words(judgements: Iterable[Judgement]) -> list[Judgement]:
    """One judgement for each pair that any stands on, by pair; withdrawn ones count for nothing.

    Parameters
    ----------
    judgements
        In any order; all of a pair that are to be weighed.
    """
    words: dict[tuple[str, str], list[Judgement]] = defaultdict(list)
    for j in judgements:
        if j.withdrawn_at is None:
            words[j.left, j.right].append(j)
    return [said[0] if len(said) == 1 else _foremost(said) for _, said in sorted(words.items())]


def _foremost(said: Sequence[Judgement]) -> Judgement:
    foremost = max(said, key=_order)
    models = [j for j in said if j.is_of_model]
    if foremost.is_of_model or foremost.confirmed or not models:
        return foremost
    model = max(models, key=_order)
    return replace(foremost, probability=model.probability, match_weight=model.match_weight)


def _order(j: Judgement) -> tuple[int, datetime, bool, float, str]:
    """Later stands; of words said at the same moment the more careful one, ``different``."""
    rank = 2 if j.is_of_sources else int(not j.is_of_model)
    return rank, j.at, j.verdict is Verdict.DIFFERENT, j.probability, j.id


def contested_pairs(judgements: Iterable[Judgement]) -> dict[tuple[str, str], list[Judgement]]:
    """Pairs on which reviewers, or the sources and a reviewer, differ; their words in the order they were said."""
    words: dict[tuple[str, str], list[Judgement]] = defaultdict(list)
    for j in judgements:
        if j.withdrawn_at is None and not j.is_of_model:
            words[j.left, j.right].append(j)
    return {
        pair: sorted(said, key=lambda j: (j.at, j.id))
        for pair, said in sorted(words.items())
        if len({j.verdict for j in said}) > 1 or (any(j.is_of_sources and j.verdict is Verdict.UNSURE for j in said))
    }
