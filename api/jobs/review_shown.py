"""What a reviewer is shown of a pair: values that JSON can hold, the same for text and for scripts."""

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from api.exports.table import Refer
from graph.geography import load_municipalities
from graph.review_order import ToReview
from graph.store.judgements import Logged
from graph.store.reviewing import ReviewRecord
from ingest.linkage.waterfall import Waterfall

Shown = dict[str, Any]


def shown_item(
    item: ToReview | None,
    pair: tuple[str, str],
    records: Mapping[str, ReviewRecord],
    waterfall: Waterfall | None,
    said: Sequence[Logged],
    refer: Refer,
) -> Shown:
    """A pair as it is shown: why it waits (where it does), both records, the waterfall, and what was said of it."""
    shown: Shown = {"id": item.pair.id or None} if item else {}
    shown |= {"left": refer(pair[0]), "right": refer(pair[1])}
    if item:
        shown |= {
            "reason": item.reason.value,
            "because": item.because or None,
            "expected_change": item.expected,
            "chance": item.chance,
            "pairs": item.pairs,
            "reappearances": item.reappearances,
            "other_pairs_settled": item.others,
            "person_ids": list(item.persons),
            "sizes": list(item.sizes),
        }
    shown["context_never_evidence"] = [_record(records[i], refer) for i in pair if i in records]
    shown["waterfall"] = shown_waterfall(waterfall) if waterfall else None
    shown["said"] = [shown_word(w, refer) for w in said]
    return shown


def shown_waterfall(w: Waterfall) -> Shown:
    """How a pair's probability comes about, in bits."""
    return {
        "model": w.model,
        "prior_weight": w.prior_weight,
        "fields": [
            {"field": s.field, "level": s.level, "weight": s.weight, "frequency_adjustment": s.adjustment}
            for s in w.steps
        ],
        "match_weight": w.match_weight,
        "probability": w.probability,
        "band": w.band,
        "held_back": w.held_back or None,
        "compared_by_linking": w.is_proposed,
    }


def shown_word(w: Logged, refer: Refer) -> Shown:
    """A word that was said, and whether it was taken back."""
    j = w.judgement
    return {
        "id": j.id,
        "left": refer(j.left),
        "right": refer(j.right),
        "verdict": j.verdict.value,
        "by": j.by,
        "at": j.at.astimezone(UTC).isoformat(),
        "why": j.reason,
        "probability": j.probability,
        "confirmed": j.confirmed,
        "withdrawn_at": w.withdrawn_at.astimezone(UTC).isoformat() if w.withdrawn_at else None,
        "withdrawn_by": w.withdrawn_by or None,
        "withdrawn_because": w.withdrawn_because or None,
    }


def _record(r: ReviewRecord, refer: Refer) -> Shown:
    return {
        "encounter_ref": refer(r.id),
        "person_id": r.person_id,
        "municipality": r.municipality,
        "municipality_name": load_municipalities().name(r.municipality),
        "month": f"{r.first_day:%Y-%m}",
        "reporter_type": r.reporter_type,
        "source_id": r.source_id,
        "channel": r.channel,
    }
