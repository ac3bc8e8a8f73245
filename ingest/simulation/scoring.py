"""How right a product was about an invented region: its exports against the truth.

A rotation is *right* when more than half of its persons are members of one planted group and at least two of them are;
the group is then found. A relocation is right when it goes between the towns of a planted one within 60 days of its
day. A reappearance is right when it is decided by a true one: the same true person, met elsewhere before.
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


@dataclass(frozen=True, slots=True)
class Truth:
    """The truth of an invented region: true person and role of each record (``source/record``), and what was planted."""

    person_of: Mapping[str, str]
    role_of: Mapping[str, str]
    planted: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """How many findings were made, how many of them are right, and how many of those planted were found."""

    made: int
    right: int
    planted: int
    found: int
    wrong_by_role: Mapping[str, int]

    @property
    def precision(self) -> float | None:
        """Share of findings that are right; None where there are none."""
        return self.right / self.made if self.made else None

    @property
    def recall(self) -> float | None:
        """Share of planted ones that were found; None where nothing was planted."""
        return self.found / self.planted if self.planted else None


def read_truth(folder: Path) -> Truth:
    """Read the truth that lies beside simulated files."""
    with (folder / "truth" / "records.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    planted = json.loads((folder / "truth" / "planted.json").read_text(encoding="utf-8"))
    refs = {f"{r['source_id']}/{r['record_id']}": r for r in rows}
    return Truth(
        person_of={ref: r["person"] for ref, r in refs.items() if r["person"]},
        role_of={r["person"]: r["role"] for r in rows if r["person"]},
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
    """Score rotations against planted groups."""
    behind = true_persons(links, truth)
    group_of = {m: g["id"] for g in truth.planted["rotations"] for m in g["members"]}
    right, found, wrong = 0, set(), Counter[str]()
    for row in rows:
        members = [behind[p] for p in row["person_ids"].split("|") if p in behind]
        groups = Counter(group_of[m] for m in members if m in group_of)
        group, most = groups.most_common(1)[0] if groups else ("", 0)
        if most >= 2 and 2 * most > len(members):
            right += 1
            found.add(group)
        else:
            roles = Counter(truth.role_of[m] for m in members)
            wrong[roles.most_common(1)[0][0] if roles else "unknown"] += 1
    return Found(len(rows), right, len(truth.planted["rotations"]), len(found), wrong)


def relocations(rows: Rows, truth: Truth, world: World) -> Found:
    """Score relocations against planted ones."""
    right, found = 0, set()
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
    return Found(len(rows), right, planted_n, len(found), {"none of the planted": len(rows) - right})


def reappearances(rows: Rows, truth: Truth) -> Found:
    """Score reappearances: right where all encounters of the finding are truly of one person."""
    right = sum(len({truth.person_of.get(ref, ref) for ref in row["encounter_refs"].split("|")}) == 1 for row in rows)
    return Found(len(rows), right, 0, 0, {"records of several": len(rows) - right})


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
