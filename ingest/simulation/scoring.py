"""How right a product was about an invented region: its exports against the truth.

Rules
-----
A **rotation** is *right* when more than half of its persons are members of one planted group and at least two of them
are. The group is then *found*, whether its members have an identifier in common or not, and whether all of them were
named. A group of which nobody was met twice still counts as planted: recall is over all that were planted. A second
finding on a group that was found already is right too. A person found counts as the true person most of her records are
of.

A rotation that isn't right is counted under what it was made of, the first that holds:

- ``raid day``: at least half of its encounters are of joint controls;
- ``false join``: at least half of its persons have records of several true persons in it;
- ``several groups``: at least half of its persons were carried round, in different groups or only one of this one;
- the commonest role of its persons, by :mod:`ingest.simulation.decoys` and its like.

A **relocation** is right when it goes between the towns of a planted one within 60 days of its day. A **reappearance**
is right when all its encounters are truly of one person.
"""

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ingest.linkage.evaluation import PairwiseScore, pairwise
from ingest.simulation.world import World

Rows = Sequence[Mapping[str, str]]
RELOCATED_WITHIN_DAYS = 60
LEAST_MEMBERS = 2


@dataclass(frozen=True, slots=True)
class Truth:
    """The truth of an invented region.

    True person of each record (``source/record``), role of each true person, joint control of each record of one, and
    what was planted.
    """

    person_of: Mapping[str, str]
    role_of: Mapping[str, str]
    operation_of: Mapping[str, str]
    planted: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """How many findings were made, how many of them are right, and ids of the planted ones that were found."""

    made: int
    right: int
    planted: int
    found: frozenset[str]
    wrong_by: Mapping[str, int]

    @property
    def precision(self) -> float | None:
        """Share of findings that are right; None where there are none."""
        return self.right / self.made if self.made else None

    @property
    def recall(self) -> float | None:
        """Share of planted ones that were found; None where nothing was planted."""
        return len(self.found) / self.planted if self.planted else None


def read_truth(folder: Path) -> Truth:
    """Read the truth that lies beside simulated files."""
    with (folder / "truth" / "records.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    planted = json.loads((folder / "truth" / "planted.json").read_text(encoding="utf-8"))
    refs = {f"{r['source_id']}/{r['record_id']}": r for r in rows}
    return Truth(
        person_of={ref: r["person"] for ref, r in refs.items() if r["person"]},
        role_of={r["person"]: r["role"] for r in rows if r["person"]},
        operation_of={ref: r["operation"] for ref, r in refs.items() if r["operation"]},
        planted=planted,
    )


def linkage(links: Rows, truth: Truth) -> PairwiseScore:
    """Pairwise score of ``export links --with-references``."""
    return pairwise({r["encounter_ref"]: r["person_id"] for r in links}, truth.person_of)


def true_persons(links: Rows, truth: Truth) -> dict[str, str]:
    """True person behind each person found: the one most of its records are of."""
    records: dict[str, Counter[str]] = defaultdict(Counter)
    for r in links:
        if r["encounter_ref"] in truth.person_of:
            records[r["person_id"]][truth.person_of[r["encounter_ref"]]] += 1
    return {person: counted.most_common(1)[0][0] for person, counted in records.items()}


def rotations(rows: Rows, links: Rows, truth: Truth) -> Found:
    """Score rotations (``export rotations --with-references``) against planted groups."""
    behind = true_persons(links, truth)
    person_of = {r["encounter_ref"]: r["person_id"] for r in links}
    group_of = groups_by_member(truth)
    found, wrong = Counter[str](), Counter[str]()
    for row in rows:
        members = [behind[p] for p in row["person_ids"].split("|") if p in behind]
        group = group_found(members, group_of)
        if group is not None:
            found[group] += 1
        else:
            refs = row["encounter_refs"].split("|")
            wrong[made_of(members, refs, [person_of.get(ref, "") for ref in refs], truth)] += 1
    return Found(len(rows), found.total(), len(truth.planted["rotations"]), frozenset(found), wrong)


def groups_by_member(truth: Truth) -> dict[str, str]:
    """Planted group of each true person who is carried round."""
    return {m: g["id"] for g in truth.planted["rotations"] for m in g["members"]}


def group_found(members: Sequence[str], group_of: Mapping[str, str]) -> str | None:
    """Group that a finding of these true persons is right about; None where it is right about none."""
    groups = Counter(group_of[m] for m in members if m in group_of)
    group, most = groups.most_common(1)[0] if groups else ("", 0)
    return group if most >= LEAST_MEMBERS and 2 * most > len(members) else None


def made_of(members: Sequence[str], refs: Sequence[str], persons: Sequence[str], truth: Truth) -> str:
    """What a wrong finding was made of, by the rules above.

    Parameters
    ----------
    members
        True persons behind those found.
    refs, persons
        Encounters of the finding, and the person found of each.
    truth
        The truth.
    """
    if 2 * sum(ref in truth.operation_of for ref in refs) >= max(1, len(refs)):
        return "raid day"
    behind: dict[str, set[str]] = defaultdict(set)
    for ref, person in zip(refs, persons, strict=True):
        behind[person].add(truth.person_of.get(ref, ""))
    if 2 * sum(len(true) > 1 for true in behind.values()) >= max(1, len(behind)):
        return "false join"
    roles = Counter(truth.role_of[m] for m in members)
    if 2 * roles["rotated"] >= max(1, len(members)):
        return "several groups"
    del roles["rotated"]
    return min(roles, key=lambda role: (-roles[role], role), default="unknown")


def relocations(rows: Rows, truth: Truth, world: World) -> Found:
    """Score relocations against planted ones."""
    right, found = 0, set[str]()
    for row in rows:
        arrived = date.fromisoformat(row["arrived_before"])
        for planted in truth.planted["relocations"]:
            moved = world.begin + timedelta(days=planted["day"])
            same = (row["from_municipality"], row["to_municipality"]) == (planted["from"], planted["to"])
            if same and abs((arrived - moved).days) <= RELOCATED_WITHIN_DAYS:
                right += 1
                found.add(planted["id"])
                break
    planted_n = len(truth.planted["relocations"])
    return Found(len(rows), right, planted_n, frozenset(found), {"none of the planted": len(rows) - right})


def reappearances(rows: Rows, truth: Truth) -> Found:
    """Score reappearances: right where all encounters of the finding are truly of one person."""
    right = sum(len({truth.person_of.get(ref, ref) for ref in row["encounter_refs"].split("|")}) == 1 for row in rows)
    return Found(len(rows), right, 0, frozenset(), {"records of several": len(rows) - right})


def displacement_found(rows: Rows, truth: Truth, *, least_step: int = 2) -> bool | None:
    """Whether the planted displacement stands on the ladder with a true receiver; None where none was planted."""
    planted = truth.planted["displacements"]
    if not planted:
        return None
    known = {p["intervention_id"]: set(p["receiving"]) for p in planted}
    for row in rows:
        receivers = {r.split(":")[0] for r in row["receiving_municipalities"].split("|") if r}
        true = known.get(row["intervention_id"])
        if true and int(row["ladder_step"]) >= least_step and receivers & true:
            return True
    return False
