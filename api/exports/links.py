"""Links as rows: every stored encounter of a person, and how sure it is that it is theirs."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from api.exports.table import Refer, Row, Type, columns
from graph.model import Judgement, Verdict

MODEL = "model"

LINK_COLUMNS = columns(
    encounter_ref=Type.TEXT,
    person_id=Type.TEXT,
    link_probability=Type.DECIMAL,
    judged_by=Type.TEXT,
)


def link_rows(
    person_of: Mapping[str, str],
    cuts: Mapping[str, float | None],
    reviewed: Iterable[Judgement],
    refer: Refer,
) -> Iterator[Row]:
    """One row per encounter, by person and encounter; those of persons met once have neither probability nor judge.

    Parameters
    ----------
    person_of
        Person of each stored encounter.
    cuts
        Probability of each person's weakest cut; None for a person met once.
    reviewed
        Judgements of reviewers that stand.
    refer
        How encounters are named.
    """
    met = Counter(person_of.values())
    reviewers: dict[str, set[str]] = defaultdict(set)
    for j in reviewed:
        person = person_of.get(j.left)
        if j.verdict is Verdict.SAME and person is not None and person == person_of.get(j.right):
            reviewers[j.left].add(j.by)
            reviewers[j.right].add(j.by)
    for encounter, person in sorted(person_of.items(), key=lambda pair: (pair[1], pair[0])):
        is_linked = met[person] > 1
        yield {
            "encounter_ref": refer(encounter),
            "person_id": person,
            "link_probability": cuts.get(person) if is_linked else None,
            "judged_by": ("|".join(sorted(reviewers[encounter])) or MODEL) if is_linked else None,
        }
