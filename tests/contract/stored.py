"""Records, persons and findings to store, in one line each."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from graph.model import (
    Change,
    Displacement,
    Encounter,
    Identifier,
    IdentifierKind,
    Judgement,
    PremisesKind,
    Reappearance,
    Relocation,
    Rotation,
    Sex,
    Tally,
    Tier,
    Verdict,
)
from graph.store.database import Database
from graph.store.encounters import Records, write_records
from graph.store.persons import (
    LinkedWrite,
    PersonRow,
    write_linked,
)
from tests.factories import on

NOW = datetime(2024, 9, 1, tzinfo=UTC)
PHONE = Identifier(IdentifierKind.PHONE, "tok-phone")
IN_OPERATION = SURVIVES = True
ADVERT = Identifier(IdentifierKind.ADVERT, "tok-advert")


def store(db: Database, *encounters: Encounter) -> None:
    write_records(db, Records(new=[(e, (e.content_digest,)) for e in encounters]), now=NOW)


def link(db: Database, groups: dict[str, Sequence[str]], **more: object) -> None:
    """Link encounters to persons: person -> encounter ids."""
    rows = [PersonRow(p, date(2024, 1, 1), date(2024, 2, 1), Sex.FEMALE, len(es), 0.999) for p, es in groups.items()]
    of = {e: p for p, es in groups.items() for e in es}
    write_linked(db, LinkedWrite(of, rows, **more), now=NOW)  # type: ignore[arg-type]


def judged(a: str, b: str, verdict: Verdict = Verdict.SAME, by: str = "model-1") -> Judgement:
    return Judgement(f"j-{a}-{b}-{by}", min(a, b), max(a, b), verdict, 0.995, 20.0, by, NOW, "", ("given_name:exact",))


def reappearance(*encounters: str, name: str = "rea-1", person: str = "p") -> Reappearance:
    day = date(2024, 3, 1)
    return Reappearance(
        name, person, ("GM0599",), "GM0502", 1, day, day, day, 0.9, ("r",), "open", tuple(encounters), encounters[-1]
    )


def tally(name: str, town: str = "GM0599") -> Tally:
    return Tally(
        name, "register", town, PremisesKind.HOTEL, None, on("2024-03-17"), IN_OPERATION, "not a victim", "t", "b"
    )


def findings() -> tuple[Rotation, Relocation, Displacement]:
    day, change = date(2024, 3, 1), Change(1.5, 0.5, 2.5)
    rotation = Rotation(
        "rot", Tier.FLAGGED, ("p", "q"), ("GM0502", "GM0599"), 2.5, day, day, ("co-movement",), 9.5, 0.1, 0.005, 0.01, 7,
        0.2, None, SURVIVES, ("r",), "tour", "rotation-1", ("a", "b"), ("only one source",),
    )  # fmt: skip
    relocation = Relocation(
        "rel", Tier.PATTERN, (IdentifierKind.PHONE,), "GM0599", "GM0502", PremisesKind.MASSAGE, None, day, day, 1, 0.01,
        0.02, ("r",), "relocation/1", ("a", "b"),
    )  # fmt: skip
    displacement = Displacement(
        id="dis", intervention_id="M", method="wdd", horizon_days=180, local=change, displaced=None, total=change,
        displacement_p=0.5, dispersion=1.0, effort_adjusted=True, receiving=(("GM0502", 0.01),), persons_carrying=2,
        ladder_step=2, wording="w", minimum_detectable=None, sources=("r",), caveats=("c",), treated=("GM0599",),
        ring=("GM0502",), controls=(), rule_version="d/1", encounters=("a",),
    )  # fmt: skip
    return rotation, relocation, replace(displacement, methods=(displacement,))
