"""What may be reported to CoMensha, the national register of presumed victims, and on which ground.

Police, Koninklijke Marechaussee and Labour Inspectorate report under the Police Data Decree (Besluit politiegegevens),
without asking the person, where the record is under the Wpg. Everybody else reports by choice, under the AVG, and only
with the person's consent. A signal that anybody can make is nobody's report: an organisation must have met the person.

The register is each source's own duty or choice; so a person appears once on the list of each source that met her, with
that source's records alone, and no list says who else met her. docs/comensha.md says what is assumed.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from graph.model import Consent, Regime, ReporterType, Status

BY_DUTY = frozenset({ReporterType.POLICE, ReporterType.KMAR, ReporterType.LABOUR_INSPECTORATE})
"""Investigating services, whose decree lets them report, and which are to."""
NEVER_MET = frozenset({ReporterType.RESIDENT, ReporterType.PLATFORM, ReporterType.OTHER})
"""Reporters that aren't an organisation which met the person."""


class Ground(StrEnum):
    """Why a record may be reported."""

    DECREE = "Wpg, Besluit politiegegevens"
    CONSENT = "AVG, consent of the person"


@dataclass(frozen=True, slots=True)
class Reportable:
    """A stored encounter of a person, as far as reporting asks; days are local, both included."""

    id: str
    person_id: str
    source_id: str
    reporter: ReporterType
    regime: Regime
    consent: Consent | None
    status: Status
    municipality: str
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Listed:
    """One person on the list of one source, by its own encounters; ``refused`` says why they may not be reported.

    ``quarter`` (2024Q1) is that of the first encounter; None where it isn't known to one.
    """

    source_id: str
    person_id: str
    encounters: tuple[str, ...]
    reporter: ReporterType
    regime: Regime
    municipality: str
    first_day: date
    last_day: date
    quarter: str | None
    ground: Ground | None
    refused: str = ""


def ground_of(one: Reportable) -> Ground | str:
    """On which ground an encounter may be reported, or why it may not."""
    if one.status not in (Status.POSSIBLE, Status.ACTUAL):
        return "not a presumed victim"
    if one.reporter in NEVER_MET:
        return "made by somebody who may not have met the person: an organisation that did reports"
    if one.regime is Regime.WPG:
        if one.reporter in BY_DUTY:
            return Ground.DECREE
        return "under the Wpg only police, Marechaussee and Labour Inspectorate report"
    if one.consent is Consent.GIVEN:
        return Ground.CONSENT
    said = one.consent.value if one.consent else "unknown"
    return f"under the AVG the person must agree, and the consent is {said}"


def lists(encounters: Iterable[Reportable]) -> tuple[Listed, ...]:
    """Persons on the list of each source, those who may not be reported with the reason; by source, day and person.

    Where some encounters of a person by a source may be reported and others not, the list names those that may, and the
    others are refused beside them.
    """
    found: dict[tuple[str, str, Ground | str], list[Reportable]] = defaultdict(list)
    for one in encounters:
        found[one.source_id, one.person_id or one.id, ground_of(one)].append(one)
    rows = (_listed(ground, some) for (_, _, ground), some in found.items())
    return tuple(sorted(rows, key=lambda r: (r.source_id, bool(r.refused), r.first_day, r.encounters)))


def _listed(ground: Ground | str, some: list[Reportable]) -> Listed:
    ordered = sorted(some, key=lambda e: (e.first_day, e.last_day, e.id))
    first = ordered[0]
    is_allowed = isinstance(ground, Ground)
    return Listed(
        source_id=first.source_id,
        person_id=first.person_id,
        encounters=tuple(e.id for e in ordered),
        reporter=first.reporter,
        regime=first.regime,
        municipality=first.municipality,
        first_day=first.first_day,
        last_day=max(e.last_day for e in ordered),
        quarter=quarter_of(first.first_day, first.last_day),
        ground=ground if isinstance(ground, Ground) else None,
        refused="" if is_allowed else str(ground),
    )


def quarter_of(first: date, last: date) -> str | None:
    """Quarter that an interval of days lies in; None where it touches several."""
    names = {f"{day.year}Q{(day.month + 2) // 3}" for day in (first, last)}
    return names.pop() if len(names) == 1 else None


def persons_by_quarter(listed: Iterable[Listed]) -> dict[str, int]:
    """Distinct persons that may be reported, by quarter of their first encounter with any source; exact.

    A person who isn't linked yet counts as one for each encounter.
    """
    first: dict[str, str] = {}
    for row in sorted(listed, key=lambda r: r.first_day):
        if row.ground and row.quarter:
            first.setdefault(row.person_id or row.encounters[0], row.quarter)
    counted: dict[str, int] = defaultdict(int)
    for quarter in first.values():
        counted[quarter] += 1
    return dict(sorted(counted.items()))
