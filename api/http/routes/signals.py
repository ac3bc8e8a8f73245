"""Signals of residents and professionals: a form that needs no script, and the same by API. Nobody logs in for it."""

import secrets
from collections.abc import Mapping
from typing import Annotated, Final
from urllib.parse import parse_qsl

from anyio import to_thread
from fastapi import FastAPI, HTTPException, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import Field

from api.http.access import Access, declared
from api.http.bodies import ANSWER_TYPES, FORM_TYPE, TAKES_FORM
from api.http.limits import Limiter, Rate, Visitors
from api.http.problems import documented
from api.http.reading import service_of
from api.http.service import Service
from api.http.shapes import Shape
from api.intake.signal import (
    NO_CONSENT,
    NOT_HERE,
    PLACE_COLUMNS,
    TOO_LONG,
    WORK_COLUMNS,
    Defects,
    keep_signal,
    number_of,
    read_signal,
)
from api.intake.signals_file import SignalSettings, load_signal_settings
from graph.errors import WaterbedError
from graph.geography import load_municipalities
from ingest.policy import Policy
from ingest.policy_file import load_policy
from viz.signal_form import DATE_PARTS, Filled, form_page, notice_page, page_policy, thanks_page

FORM_PATH: Final = "/melden"
VISITOR_RATE = Rate(per_s=1 / 60, burst=10)
"""Signals of one visitor: ten at once, then one a minute."""
ORGANISATION_RATE = Rate(per_s=1.0, burst=100)

_WRONG: Final = {"code": "wrong_code", "municipality": "wrong_municipality", "observed_on": "wrong_when"}
_FIELDS: Final = frozenset({*PLACE_COLUMNS, *WORK_COLUMNS, *DATE_PARTS, "code", "once"}) - {"observed_on"}
_HEADERS: Final = {"Referrer-Policy": "same-origin"}
"""Browsers tell where a form comes from only to who lets them tell themselves."""

Text = Annotated[str, Field(max_length=200)]
Language = Annotated[str, Query(pattern="^(nl|en)$")]


class PersonTold(Shape):
    """A person as an organisation knows them; every field may be left away."""

    given_name: Text = ""
    name_prefix: Text = ""
    family_name: Text = ""
    birth_date: Text = ""
    sex: Text = ""
    nationality: Text = ""


class SignalTold(Shape):
    """A signal: what, where and when; words as in the data contract, `when` may be a year or a month.

    With the `code` of an organisation also a `person`, and whether that person agrees (`consent`).
    """

    what: Text = ""
    municipality: Annotated[str, Field(min_length=1, max_length=200)]
    place: Text = ""
    address: Text = ""
    when: Annotated[str, Field(min_length=4, max_length=40)]
    phones: list[Text] = Field(default=[], max_length=5)
    adverts: list[Text] = Field(default=[], max_length=5)
    plates: list[Text] = Field(default=[], max_length=5)
    code: Text = ""
    consent: Text = ""
    person: PersonTold = PersonTold()


class SignalTaken(Shape):
    """A signal was taken. `confirmation` tells nothing, and finds the signal again."""

    confirmation: str


def add_signals(app: FastAPI) -> None:
    """Add the form and the endpoint of signals."""
    visitors, residents, organisations = Visitors(), Limiter(VISITOR_RATE), Limiter(ORGANISATION_RATE)

    def wait_s(request: Request, settings: SignalSettings, code: str) -> int:
        known = settings.with_code(code) if code.strip() else None
        now_s = service_of(request).steady_s()
        if known:
            return organisations.wait_s(known.source_id, now_s=now_s)
        return residents.wait_s(visitors.name(request.client.host if request.client else ""), now_s=now_s)

    def take(
        request: Request, settings: SignalSettings, policy: Policy, given: Mapping[str, str], once: str
    ) -> str | Defects | int:
        """Take a signal: its number, what is wrong with it, or in how many seconds to try again."""
        service = service_of(request)
        code, now = given.get("code", ""), service.now()
        number = number_of(service.keyring, once or secrets.token_hex(16))
        found = read_signal(given, settings, policy, code=code, number=number, now=now)
        if isinstance(found, Defects) and "code" not in found.reasons:
            return found
        if wait := wait_s(request, settings, code):
            return wait
        if isinstance(found, Defects):
            return found
        keep_signal(found, service.home.folder(service.home.intake), service.keyring, policy, now=now)
        return found.number

    @app.get(FORM_PATH, responses=documented(400, 406, 429), response_class=HTMLResponse, tags=["signals"])
    @declared(Access.OPEN)
    def signal_form(
        request: Request, lang: Language = "nl", who: Annotated[str, Query(alias="for", pattern="^work$")] = ""
    ) -> HTMLResponse:
        """Show the form of signals, in Dutch or with `lang=en` in English; with `for=work` for organisations."""
        filled = Filled({}, {}, secrets.token_hex(16))
        try:
            settings, _ = _taking(service_of(request))
        except WaterbedError:
            settings = None
        return _form(settings, filled, lang, for_work=bool(who))

    @app.post(
        FORM_PATH,
        responses={**documented(400, 403, 406, 413, 415), 429: {"description": "Too Many Requests"}},
        response_class=HTMLResponse,
        tags=["signals"],
        openapi_extra={"requestBody": {"required": True, "content": {FORM_TYPE: {"schema": {"type": "object"}}}}},
    )
    @declared(Access.OPEN)
    async def send_form(
        request: Request, lang: Language = "nl", who: Annotated[str, Query(alias="for", pattern="^work$")] = ""
    ) -> HTMLResponse:
        """Take what was filled in; the page says the number of the signal, or what to mend."""
        said = _fields(await request.body())

        def answered() -> HTMLResponse:
            try:
                settings, policy = _taking(service_of(request))
                if settings is None:
                    return _form(None, Filled({}, {}, ""), lang, for_work=bool(who))
                given = {**said, "observed_on": _date(said)}
                if not who:
                    given.pop("code", None)
                taken = take(request, settings, policy, given, said.get("once", "")[:64])
            except WaterbedError:
                return _page(notice_page("full", language=lang), 200)
            if isinstance(taken, int):
                return _page(notice_page("full", language=lang), 429, {"Retry-After": str(taken)})
            if isinstance(taken, Defects):
                wrong = {c: _words(c, why) for c, why in taken.reasons.items()}
                return _form(settings, Filled(said, wrong, said.get("once", "")), lang, for_work=bool(who))
            return _page(thanks_page(taken, language=lang), 200)

        return await to_thread.run_sync(answered)

    setattr(send_form, TAKES_FORM, True)
    for endpoint in (signal_form, send_form):
        setattr(endpoint, ANSWER_TYPES, ("text/html",))

    @app.post(
        "/v1/signals", responses=documented(400, 403, 404, 406, 413, 415, 429, 503), status_code=201, tags=["signals"]
    )
    @declared(Access.OPEN)
    def send_signal(told: SignalTold, request: Request) -> SignalTaken:
        """Take a signal; 404 where this installation takes none."""
        settings, policy = _taking(service_of(request))
        if settings is None:
            raise HTTPException(404)
        taken = take(request, settings, policy, _cells(told), "")
        if isinstance(taken, Defects):
            raise HTTPException(400)
        if isinstance(taken, int):
            raise HTTPException(429, headers={"Retry-After": str(taken)})
        return SignalTaken(confirmation=taken)


def _taking(service: Service) -> tuple[SignalSettings | None, Policy]:
    policy = load_policy(service.home.policy)
    settings = load_signal_settings(service.home.signals, policy)
    return (settings if service.keyring.region else None), policy


def _form(settings: SignalSettings | None, filled: Filled, language: str, *, for_work: bool) -> HTMLResponse:
    if settings is None:
        return _page(notice_page("closed", language=language), 200)
    towns = sorted(m.name for m in load_municipalities() if settings.takes(m.code))
    return _page(form_page(filled, towns=towns, language=language, for_work=for_work), 200)


def _page(text: str, status: int, headers: dict[str, str] | None = None) -> HTMLResponse:
    own = {"Content-Security-Policy": page_policy(), **_HEADERS}
    return HTMLResponse(text, status, {**own, **(headers or {})})


def _fields(body: bytes) -> dict[str, str]:
    """Fields of a form that we know; the last of one that stands twice."""
    try:
        said = parse_qsl(body.decode(), max_num_fields=60, errors="strict")
    except ValueError:
        raise HTTPException(400) from None
    return {name: value[:400] for name, value in said if name in _FIELDS}


def _date(said: Mapping[str, str]) -> str:
    """Date of its parts, as partial as they are; what isn't one stays something that isn't one."""
    year, month, day = (said.get(part, "").strip() for part in DATE_PARTS)
    if day and not month:
        return "?"
    return "-".join([year, *(p.zfill(2) for p in (month, day) if p)])


def _words(column: str, why: str) -> str:
    """Key of the words that say what is wrong with a field."""
    if why == NO_CONSENT:
        return "wrong_consent"
    if why == TOO_LONG:
        return "wrong_long"
    if why == NOT_HERE:
        return "wrong_here"
    return "wrong_bsn" if "BSN" in why else _WRONG.get(column, "wrong")


def _cells(told: SignalTold) -> dict[str, str]:
    """Signal as cells of the data contract."""
    return {
        "exploitation_form": told.what,
        "municipality": told.municipality,
        "premises_kind": told.place,
        "premises_address": told.address,
        "observed_on": told.when,
        "phones": "|".join(told.phones),
        "advert_ids": "|".join(told.adverts),
        "vehicle_plates": "|".join(told.plates),
        "code": told.code,
        "consent_status": told.consent,
        **told.person.model_dump(),
    }
