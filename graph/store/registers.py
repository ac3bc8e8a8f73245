"""Controls and interventions: written once, replaced when their content changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph.model import Control, Intervention
from graph.store.database import Database
from graph.store.rows import from_text, to_text


@dataclass(frozen=True, slots=True)
class Written:
    """What became of each row, in order: ``stored``, ``new_version`` or ``unchanged``."""

    outcomes: tuple[str, ...]


def write_controls(db: Database, controls: Sequence[Control]) -> Written:
    """Write controls; the last of several rows of one record counts."""
    return _write(db, "controls", controls)


def write_interventions(db: Database, interventions: Sequence[Intervention]) -> Written:
    """Write interventions; the last of several rows of one id counts."""
    return _write(db, "interventions", interventions)


def read_controls(db: Database) -> list[Control]:
    """All controls, by id."""
    return [from_text(Control, r["content"]) for r in db.read("controls_read")]


def read_interventions(db: Database) -> list[Intervention]:
    """All interventions, by id."""
    return [from_text(Intervention, r["content"]) for r in db.read("interventions_read")]


def _write(db: Database, name: str, values: Sequence[Control] | Sequence[Intervention]) -> Written:
    ids = sorted({v.id for v in values})
    stands = {r["id"]: r["digest"] for r in db.read(f"{name}_digests", ids=ids)}
    before = dict(stands)
    outcomes = []
    for value in values:
        if value.id not in stands:
            outcomes.append("stored")
        else:
            outcomes.append("unchanged" if stands[value.id] == value.content_digest else "new_version")
        stands[value.id] = value.content_digest
    rows = {v.id: _row(v) for v in values if before.get(v.id) != stands[v.id]}
    if rows:
        db.write(f"{name}_write", rows=[rows[i] for i in sorted(rows)])
    else:
        outcomes = ["unchanged"] * len(outcomes)
    return Written(tuple(outcomes))


def _row(value: Control | Intervention) -> dict[str, Any]:
    row: dict[str, Any] = {"id": value.id, "content": to_text(value), "content_digest": value.content_digest}
    if isinstance(value, Control):
        return row | {
            "source_id": value.source_id,
            "municipality": value.municipality,
            "from_date": value.from_date.isoformat(),
            "until_date": value.until_date.isoformat(),
            "controls": value.controls,
        }
    return row | {
        "kind": value.kind.value,
        "municipalities": list(value.municipalities),
        "effective_on": value.effective_on.isoformat(),
    }
