"""The log of judgements: appended, withdrawn, never changed."""

from collections.abc import Iterable, Sequence

from graph.model import Judgement
from graph.store.database import Database, Row
from graph.store.rows import from_text, to_text

MODEL_PREFIX = "model"
"""``by`` of a judgement that a model made begins with this; a reviewer's doesn't."""


def judgement_rows(judgements: Sequence[Judgement]) -> list[Row]:
    """Properties of judgements' nodes, by id."""
    return [
        {
            "id": j.id,
            "left": j.left,
            "right": j.right,
            "verdict": j.verdict.value,
            "match_weight": j.match_weight,
            "probability": j.probability,
            "by": j.by,
            "by_model": j.by.startswith(MODEL_PREFIX),
            "at": j.at,
            "reason": j.reason,
            "withdrawn_at": j.withdrawn_at,
            "content": to_text(j),
        }
        for j in sorted(judgements, key=lambda j: j.id)
    ]


def append_judgements(db: Database, judgements: Sequence[Judgement]) -> None:
    """Append judgements; one that is there already stays as it is."""
    if judgements:
        db.write("judgements_write", rows=judgement_rows(judgements))


def read_judgements(db: Database) -> list[Judgement]:
    """All judgements that stand, by id."""
    return _parsed(db.read("judgements_read"))


def judgements_of(db: Database, encounter_ids: Iterable[str]) -> list[Judgement]:
    """Judgements that stand and touch any of these encounters, by id."""
    ids = sorted(set(encounter_ids))
    return _parsed([*db.read("judgements_of_left", ids=ids), *db.read("judgements_of_right", ids=ids)])


def _parsed(rows: Iterable[Row]) -> list[Judgement]:
    unique = {text: from_text(Judgement, text) for text in {r["content"] for r in rows}}
    return sorted(unique.values(), key=lambda j: j.id)
