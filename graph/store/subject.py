"""Everything that is stored of one person, as it is stored: what an answer to a request for access is made of."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from graph.store.database import Database
from graph.store.judgements import judgements_of


@dataclass(frozen=True, slots=True)
class Stored:
    """One thing stored: of which kind, under which id, and its fields as texts."""

    kind: str
    id: str
    fields: tuple[tuple[str, str], ...]


_INNER = ("id", "known_digests", "content_digest", "linked", "person_id")
"""Properties of encounters that say nothing of anybody: marks of the product's own."""


def stored_of(db: Database, person_id: str) -> Iterator[Stored]:
    """Encounters of a person, judgements that join or part them, and findings that concern the person, by kind and id.

    Of a finding about several persons only what is said of this one's encounters, and no other person's id.
    """
    ids = [r["id"] for r in db.read("encounter_ids_of_person", person_id=person_id)]
    for row in db.read("encounters_whole", ids=ids):
        said = sorted((k, _text(v)) for k, v in row["properties"].items() if k not in _INNER)
        yield Stored("encounter", row["id"], tuple((k, v) for k, v in said if v))
    own = set(ids)
    for j in judgements_of(db, own):
        if set(j.pair) <= own:
            words = (("left", j.left), ("right", j.right), ("verdict", j.verdict.value), ("by", j.by))
            yield Stored(
                "judgement", j.id, (*words, ("probability", repr(j.probability)), ("evidence", "|".join(j.evidence)))
            )
    for row in db.read("findings_of_person", person_id=person_id):
        content = json.loads(row["content"])
        kept = {k: content[k] for k in _OF_FINDINGS if k in content}
        kept["encounters"] = [e for e in content["encounters"] if e in own]
        yield Stored(row["kind"], row["id"], tuple((k, _text(v)) for k, v in sorted(kept.items())))


_OF_FINDINGS = ("tier", "municipalities_before", "municipality_now", "circuit", "first_seen", "last_seen", "seen_now")


def _text(value: object) -> str:
    if isinstance(value, list):
        return "|".join(map(str, value))
    return "" if value is None else str(value)
