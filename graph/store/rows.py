"""Between values of the model and properties of nodes. Text that is unknown is stored as empty, never as null."""

from datetime import UTC, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from graph.columns import day_number
from graph.model import (
    Alert,
    Answer,
    Control,
    Delivery,
    Displacement,
    Encounter,
    Intervention,
    Judgement,
    Moment,
    PersonChange,
    Precision,
    Question,
    Reappearance,
    Relocation,
    Rotation,
    Tally,
    TargetState,
)

LOCAL_TIME = ZoneInfo("Europe/Amsterdam")
"""Registers write local time; days are local days."""

WAITING, COMPARED, MATCHED = "waiting", "compared", "matched"
"""How the one comparison of an unassessed tally stands: still to be made, made in vain, or made with a match."""

T = TypeVar("T")


def local_days(moment: Moment) -> tuple[int, int, int]:
    """First and last local day number of a moment, and its minute of the day plus 1 (0 where only a date is known)."""
    begin = moment.seen_from.astimezone(LOCAL_TIME)
    if moment.precision is Precision.MINUTE:
        day = day_number(begin.date())
        return day, day, begin.hour * 60 + begin.minute + 1
    end = moment.seen_until.astimezone(LOCAL_TIME)
    return day_number(begin.date()), day_number(end.date()) - 1, 0


def encounter_row(e: Encounter, known_digests: tuple[str, ...]) -> dict[str, Any]:
    """Properties of an encounter's node, but for the person it belongs to; its moment as ISO text.

    The query makes times of the text: the driver takes longer for two times than for all the rest of a row.
    """
    first_day, last_day, minute = local_days(e.moment)
    # A premises signal has nobody to link; writing null takes away the person whom an earlier version named.
    nobody = {} if e.names_person else {"person_id": None}
    return nobody | {
        "id": e.id,
        "source_id": e.source_id,
        "reporter_type": e.reporter_type.value,
        "channel": e.channel or "",
        "seen_from": e.moment.seen_from.isoformat(),
        "seen_until": e.moment.seen_until.isoformat(),
        "precision": e.moment.precision.value,
        "first_day": first_day,
        "last_day": last_day,
        "minute": minute,
        "municipality": e.municipality,
        "premises_kind": e.premises_kind or "",
        "premises_id": e.premises_id or "",
        "operation_id": e.operation_id or "",
        "identifiers": [f"{i.kind.value}:{i.token}" for i in e.identifiers],
        "names_person": e.names_person,
        "status": e.status.value,
        "form": e.form or "",
        "reliability": e.reliability or "",
        "legal_basis": e.legal_basis,
        "purpose": e.purpose,
        "regime": e.regime.value,
        "consent": e.consent or "",
        "sex": e.sex or "",
        "minor_at_encounter": e.minor.value,
        "expires_on": e.expires_on.isoformat() if e.expires_on else "",
        "content_digest": e.content_digest,
        "known_digests": list(known_digests),
        "version": e.version,
        "batch": e.batch_id,
        "linked": not e.names_person,
    }


def tally_row(t: Tally, known_digests: tuple[str, ...], version: int) -> dict[str, Any]:
    """Properties of a tally's node."""
    first_day, last_day, _ = local_days(t.moment)
    return {
        "id": t.id,
        "source_id": t.source_id,
        "municipality": t.municipality,
        "premises_kind": t.premises_kind or "",
        "channel": t.channel or "",
        "first_day": first_day,
        "last_day": last_day,
        "in_operation": t.in_operation,
        "reason": t.reason,
        "comparison": WAITING if t.is_unassessed else "",
        "content_digest": t.content_digest,
        "known_digests": list(known_digests),
        "version": version,
        "batch": t.batch_id,
    }


_ADAPTERS: dict[type, TypeAdapter[Any]] = {
    kind: TypeAdapter(kind)
    for kind in (
        Alert, Answer, Control, Delivery, Displacement, Intervention, Judgement, PersonChange, Question, Reappearance,
        Relocation, Rotation, TargetState,
    )
}  # fmt: skip


def to_text(value: Any) -> str:
    """One value of the model as JSON text, exact."""
    return _ADAPTERS[type(value)].dump_json(value).decode()


def from_text(kind: type[T], text: str) -> T:
    """Value of the model from its JSON text: the inverse of :func:`to_text`."""
    value: T = _ADAPTERS[kind].validate_json(text)
    return value


def to_datetime(value: Any) -> datetime:
    """Python's datetime, UTC, of what a driver returns; an engine may leave out the zone of what it keeps in UTC."""
    native: datetime = value.to_native() if hasattr(value, "to_native") else value
    return native if native.tzinfo else native.replace(tzinfo=UTC)
