"""From a pair's probability to a judgement: joined, for review, or nothing."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime

from graph.model import Judgement, Verdict
from ingest.linkage.model import AGREEING_GIVEN, REVIEW_FROM, SAME_FROM, SHIPPED
from ingest.linkage.predict import Pair


def judge(pairs: Iterable[Pair], *, at: datetime, by: str = SHIPPED.version) -> Iterator[Judgement]:
    """Judgements of a model on pairs: ``same`` from 0.99 where nothing holds it back, else ``unsure``.

    Parameters
    ----------
    pairs
        Scored pairs.
    at
        When the model judged (UTC).
    by
        Version of the model that scored them.
    """
    for pair in pairs:
        if pair.probability < REVIEW_FROM:
            continue
        held_back = why_not(pair)
        same = pair.probability >= SAME_FROM and not held_back
        yield Judgement(
            id=judgement_id(pair.left, pair.right, by),
            left=pair.left,
            right=pair.right,
            verdict=Verdict.SAME if same else Verdict.UNSURE,
            probability=pair.probability,
            match_weight=pair.match_weight,
            by=by,
            at=at,
            reason="" if same else held_back or "below the threshold of automatic joining",
            evidence=tuple(f"{field}:{level}" for field, level in pair.levels if level != "missing"),
        )


def why_not(pair: Pair) -> str:
    """Why a probable pair may still not be joined without review; empty where nothing holds it back.

    Twins and siblings share family name, birth date, address and phone; only their given names tell them apart.
    """
    levels = dict(pair.levels)
    if levels["document_number"] == "exact" and levels["birth_date"] != "different":
        return ""
    if levels["given_name"] not in AGREEING_GIVEN:
        return "no given name on both sides that agrees: could be twins or siblings"
    agree_by_name = levels["family_name"] not in ("missing", "different")
    known_otherwise = levels["document_number"] == "exact" or levels["birth_date"] not in ("missing", "different")
    if not (agree_by_name or known_otherwise):
        return "only shared identifiers: they never join two persons alone"
    if levels["birth_date"] in _YEAR_ALONE and not _stands_beside_names(levels):
        return "a name and a year of birth: could be two people of one name"
    return ""


_YEAR_ALONE = ("1 January", "partial, agrees")
"""Levels of a birth date that say hardly more than its year."""


def _stands_beside_names(levels: dict[str, str]) -> bool:
    """Whether something besides names and a year speaks for one person: a document or an identifier in few hands."""
    return (
        levels["document_number"] in ("exact", "one character") or levels["shared_identifier"] == "shared by one or two"
    )


def judgement_id(left: str, right: str, by: str) -> str:
    """Id of what somebody said of a pair; the same word of the same judge is the same judgement."""
    text = f"{min(left, right)}\n{max(left, right)}\n{by}"
    return f"j-{hashlib.sha256(text.encode()).hexdigest()[:24]}"
