"""Findings of any method held against the truth, pooled over regions."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from api.bench.rotation.regions import Linked
from ingest.simulation.scoring import group_found, groups_by_member, made_of

Finding = tuple[Sequence[str], Sequence[str]]
"""Person ids and encounter ids."""


@dataclass
class Pooled:
    """Counts over regions. ``groups`` are planted groups as (size, met per member, laps, shares, found)."""

    findings: int = 0
    right: int = 0
    planted: int = 0
    found: int = 0
    persons: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    groups: list["PlantedGroup"] = field(default_factory=list)

    @property
    def precision(self) -> float | None:
        """Share of findings that are right."""
        return self.right / self.findings if self.findings else None

    @property
    def recall(self) -> float | None:
        """Share of planted groups that were found."""
        return self.found / self.planted if self.planted else None

    @property
    def false_per_10000(self) -> float:
        """Wrong findings per 10,000 persons."""
        return 10_000 * (self.findings - self.right) / max(1, self.persons)


@dataclass(frozen=True, slots=True)
class PlantedGroup:
    """A planted group and whether it was found. ``met`` is the mean number of stored encounters of a member."""

    size: int
    met: float
    laps: float
    shares: bool
    changes: bool
    found: bool


def behind(linked: Linked) -> dict[str, str]:
    """True person of each person of the columns: the one most of her records are of."""
    records: dict[str, Counter[str]] = defaultdict(Counter)
    columns = linked.columns
    for encounter, person in zip(columns.ids, columns.person.tolist(), strict=True):
        if person >= 0:
            records[columns.persons[person]][linked.truth.person_of[encounter]] += 1
    return {person: counted.most_common(1)[0][0] for person, counted in records.items()}


def add(pooled: Pooled, linked: Linked, findings: Iterable[Finding]) -> None:
    """Add what was found in one region to the counts."""
    true, truth = behind(linked), linked.truth
    columns = linked.columns
    person_of = {
        e: columns.persons[p] if p >= 0 else "" for e, p in zip(columns.ids, columns.person.tolist(), strict=True)
    }
    group_of = groups_by_member(truth)
    found = set()
    for persons, encounters in findings:
        members = [true[p] for p in persons]
        pooled.findings += 1
        group = group_found(members, group_of)
        if group is None:
            pooled.wrong[made_of(members, encounters, [person_of[e] for e in encounters], truth)] += 1
        else:
            pooled.right += 1
            found.add(group)
    met = Counter(truth.person_of.values())
    planted = truth.planted["rotations"]
    pooled.persons += len(columns.persons)
    pooled.planted += len(planted)
    pooled.found += len(found)
    pooled.groups += [
        PlantedGroup(
            size=len(g["members"]),
            met=sum(met[m] for m in g["members"]) / len(g["members"]),
            laps=g["laps"],
            shares=bool(g["shared"]),
            changes=bool(g["late"] or g["swapped"]),
            found=g["id"] in found,
        )
        for g in planted
    ]
