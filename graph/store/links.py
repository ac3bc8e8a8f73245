"""Reading who every encounter belongs to, how sure that is, and who says so besides the model."""

from dataclasses import dataclass

from graph.model import Judgement
from graph.store.database import Database
from graph.store.rows import from_text


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
    cuts: dict[str, float | None] = dict.fromkeys(person_of.values())
    cuts |= {row["id"]: row["weakest_cut"] for row in db.read("persons_cuts")}
    reviewed = [from_text(Judgement, r["content"]) for r in db.read("judgements_of_reviewers")]
    return Links(
        person_of,
        cuts,
        tuple(sorted(reviewed, key=lambda j: j.id)),
    )
