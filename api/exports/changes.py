"""Changes of persons as rows: who was joined or split, from what to what, and why."""

from collections.abc import Iterable, Iterator

from api.exports.table import Refer, Row, Type, columns
from graph.model import PersonChange

CHANGE_COLUMNS = columns(
    change_id=Type.TEXT,
    changed_at=Type.MOMENT,
    kind=Type.TEXT,
    from_person_ids=Type.TEXTS,
    to_person_ids=Type.TEXTS,
    moved_encounter_refs=Type.TEXTS,
    because=Type.TEXT,
    changed_by=Type.TEXTS,
    judgement_ids=Type.TEXTS,
)


def change_rows(changes: Iterable[PersonChange], refer: Refer) -> Iterator[Row]:
    """One row per change, oldest first; encounters that went from one id to another are named."""
    for c in sorted(changes, key=lambda c: (c.at, c.id)):
        yield {
            "change_id": c.id,
            "changed_at": c.at,
            "kind": c.kind,
            "from_person_ids": c.from_persons,
            "to_person_ids": c.to_persons,
            "moved_encounter_refs": [refer(e) for e in c.encounters],
            "because": c.reason,
            "changed_by": c.by,
            "judgement_ids": c.judgements,
        }
