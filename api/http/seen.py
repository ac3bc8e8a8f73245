"""An encounter as a caller may see it: in full where their unit holds it and the law allows, else hardly at all."""

from datetime import date
from typing import Any

from pydantic.alias_generators import to_camel

from api.access.actions import Action
from api.access.decisions import is_allowed
from api.access.roles import Caller
from api.http.shapes import Shape
from graph.columns import day_of
from graph.store.shown import Known


class EncounterSeen(Shape):
    """An encounter. Of others' only municipality, month and contact organisation are known; the rest is null."""

    is_full: bool
    municipality: str
    month: str
    contact_organisation: str
    encounter_id: str | None = None
    person_id: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    precision: str | None = None
    reporter_type: str | None = None
    channel: str | None = None
    premises_kind: str | None = None
    status: str | None = None
    exploitation_form: str | None = None
    reliability: str | None = None
    regime: str | None = None
    minor: str | None = None
    in_operation: bool | None = None
    identifier_kinds: list[str] | None = None
    consent: str | None = None


def may_see(caller: Caller, known: Known) -> bool:
    """Whether a caller may see an encounter in full."""
    facts: dict[str, str | bool] = {"regime": known.regime, "in_scope": caller.holds(known.municipality)}
    return is_allowed(caller.role, Action.SEE_ENCOUNTER, **facts)


def seen(caller: Caller, known: Known) -> EncounterSeen:
    """Encounter as a caller may see it."""
    first = day_of(known.first_day)
    thin = EncounterSeen(
        is_full=False,
        municipality=known.municipality,
        month=f"{first:%Y-%m}",
        contact_organisation=known.source_id,
    )
    if not may_see(caller, known):
        return thin
    facts: dict[str, str | bool] = {"regime": known.regime, "in_scope": caller.holds(known.municipality)}
    sees_consent = is_allowed(caller.role, Action.SEE_CONSENT, **facts)
    return thin.model_copy(
        update={
            "is_full": True,
            "person_id": known.person_id or None,
            "encounter_id": known.id,
            "first_day": first,
            "last_day": day_of(known.last_day),
            "precision": known.precision,
            "reporter_type": known.reporter_type,
            "channel": known.channel or None,
            "premises_kind": known.premises_kind or None,
            "status": known.status,
            "exploitation_form": known.form or None,
            "reliability": known.reliability or None,
            "regime": known.regime,
            "minor": known.minor or None,
            "in_operation": bool(known.operation_id),
            "identifier_kinds": sorted({i.partition(":")[0] for i in known.identifiers}),
            "consent": (known.consent or None) if sees_consent else None,
        }
    )


def told(value: Any, *, exact: bool) -> Any:
    """Plain value of a finding for an answer: camelCase, and dates as months where not every encounter is seen in full."""
    if isinstance(value, dict):
        return {to_camel(k): told(v, exact=exact) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [told(v, exact=exact) for v in value]
    if isinstance(value, date):
        return value.isoformat() if exact else f"{value:%Y-%m}"
    return value
