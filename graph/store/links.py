"""Reading who every encounter belongs to, how sure that is, and who says so besides the model."""

from dataclasses import dataclass

from graph.model import Judgement
from graph.store.database import Database
from graph.store.rows import from_text

_MET_ONCE = -1.0


@dataclass(frozen=True, slots=True)
class Links:
    """Person of each linked encounter, probability of each person's weakest cut, and reviewers' judgements that stand.

    A person met once has no cut: None.
    """

    person_of: dict[str, str]
    cuts: dict[str, float | None]
    reviewed: tuple[Judgement, ...]


def read_links(db: Database) -> Links:
    """All links; encounters that wait to be linked are absent."""
    person_of: dict[str, str] = {}
    for town in db.read("municipality_codes"):
        (found,) = db.read("links_of_municipality", code=town["code"])
        person_of.update(zip(found["id"], found["person"], strict=True))
    (persons,) = db.read("persons_cuts")
    cuts = zip(persons["id"], persons["weakest_cut"], strict=True)
    reviewed = [from_text(Judgement, r["content"]) for r in db.read("judgements_of_reviewers")]
    return Links(
        person_of,
        {person: None if cut == _MET_ONCE else cut for person, cut in cuts},
        tuple(sorted(reviewed, key=lambda j: j.id)),
    )
