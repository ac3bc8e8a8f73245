"""The log of judgements: appended, withdrawn, never changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from graph.model import Judgement, Withdrawal
from graph.store.database import Database, Row, Statement, read_each
from graph.store.rows import from_text, to_datetime, to_text


@dataclass(frozen=True, slots=True)
class Logged:
    """A judgement as the log holds it: withdrawn when (UTC), by whom and why, or standing."""

    judgement: Judgement
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    withdrawn_because: str = ""


def judgement_rows(judgements: Sequence[Judgement]) -> list[Row]:
    """Properties of judgements' nodes, by id; when as ISO text, which the query makes times of faster than the driver."""
    return [
        {
            "id": j.id,
            "left": j.left,
            "right": j.right,
            "verdict": j.verdict.value,
            "match_weight": j.match_weight,
            "probability": j.probability,
            "by": j.by,
            "by_model": j.is_of_model,
            "at": j.at.isoformat(),
            "reason": j.reason,
            "withdrawn_at": j.withdrawn_at.isoformat() if j.withdrawn_at else None,
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
    return _parsed([*read_each(db, "judgements_of_left", ids), *read_each(db, "judgements_of_right", ids)])


def judgements_from(db: Database, encounter_ids: Iterable[str]) -> list[Judgement]:
    """Judgements that stand and have one of these encounters on their left, by id: each judgement has one left."""
    return _parsed(read_each(db, "judgements_of_left", encounter_ids))


def unsure_judgements(db: Database) -> list[Judgement]:
    """Judgements of models that wait for a reviewer and stand, by id."""
    return _parsed({"content": c} for r in db.read("judgements_unsure") for c in r["contents"])


def models_in_use(db: Database) -> list[str]:
    """Versions of models whose judgements stand."""
    return sorted(r["by"] for r in db.read("judgements_by_models"))


def reviewers_log(db: Database) -> list[Logged]:
    """Every word that a reviewer or the sources ever said, the withdrawn ones too, in the order they were said."""
    return sorted(map(_logged, db.read("judgements_log")), key=lambda w: (w.judgement.at, w.judgement.id))


def words_on(db: Database, pairs: Iterable[tuple[str, str]]) -> list[Logged]:
    """Every word that was ever said on any of these pairs, in the order they were said."""
    wanted = set(pairs)
    said = map(_logged, read_each(db, "judgements_said", (left for left, _ in wanted)))
    return sorted((w for w in said if w.judgement.pair in wanted), key=lambda w: (w.judgement.at, w.judgement.id))


def logged(db: Database, judgement_id: str) -> Logged | None:
    """A judgement by its id."""
    rows = db.read("judgement_by_id", id=judgement_id)
    return _logged(rows[0]) if rows else None


def withdraw_statement(withdrawals: Sequence[Withdrawal], *, now: datetime) -> Statement:
    """Statement that withdraws judgements; they stay in the log with who withdrew them and why."""
    rows = [{"id": w.judgement, "by": w.by, "reason": w.reason} for w in sorted(withdrawals, key=lambda w: w.judgement)]
    return "judgements_withdraw", {"rows": rows, "now": now}


def _logged(row: Row) -> Logged:
    at = row["withdrawn_at"]
    return Logged(
        from_text(Judgement, row["content"]),
        to_datetime(at) if at else None,
        row["withdrawn_by"] or "",
        row["withdrawn_because"] or "",
    )


def _parsed(rows: Iterable[Row]) -> list[Judgement]:
    unique = {text: from_text(Judgement, text) for text in {r["content"] for r in rows}}
    return sorted(unique.values(), key=lambda j: j.id)
