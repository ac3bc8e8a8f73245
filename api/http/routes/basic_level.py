"""What municipalities have in place against human trafficking, beside the monitor: is it quiet, or does nobody look?"""

from datetime import date
from typing import Literal

from fastapi import FastAPI

from api.access.actions import Action
from api.http.access import declared
from api.http.paging import page
from api.http.problems import documented
from api.http.reading import Who, Works, absent
from api.http.shapes import DEFAULT_ITEMS, Cursor, Limit, PathCode, Shape
from api.jobs.profiles import Profile, profile_in, profiles_in
from graph.geography import load_municipalities


class BasicLevelItem(Shape):
    """A question of the basic level with the newest answer, its day and its source; `unknown` where nobody answered."""

    item: str
    question: str
    state: Literal["yes", "partly", "no", "unknown"]
    on: date | None
    source: str


class BasicLevelSaid(Shape):
    """The basic level of a municipality: how many of its questions are answered how, and each of them."""

    municipality: str
    name: str
    list_source: str
    in_place: int
    partly: int
    absent: int
    unknown: int
    newest: date | None
    items: list[BasicLevelItem]


class BasicLevelPage(Shape):
    """Some municipalities, and where the next page begins."""

    items: list[BasicLevelSaid]
    next: str | None


def add_basic_level(app: FastAPI) -> None:
    """Add the endpoints of the basic level."""

    @app.get("/v1/basic-level", responses=documented(400, 401, 403, 406, 429, 503), tags=["registers"])
    @declared(Action.READ_BASIC_LEVEL)
    def list_basic_level(
        service: Works, caller: Who, cursor: Cursor = None, limit: Limit = DEFAULT_ITEMS
    ) -> BasicLevelPage:
        """Municipalities of which something is known, in order of their codes."""
        items = [_said(p) for p in profiles_in(service.home)]
        some, following = page(
            service, caller, "basic level", items, key=lambda i: i.municipality, cursor=cursor, limit=limit
        )
        return BasicLevelPage(items=some, next=following)

    @app.get(
        "/v1/basic-level/{municipality}", responses=documented(400, 401, 403, 404, 406, 429, 503), tags=["registers"]
    )
    @declared(Action.READ_BASIC_LEVEL)
    def basic_level(municipality: PathCode, service: Works, caller: Who) -> BasicLevelSaid:
        """One municipality of today, whether something is known of it or not."""
        del caller
        if municipality not in {m.code for m in load_municipalities() if m.valid_until is None}:
            raise absent()
        return _said(profile_in(service.home, municipality))


def _said(profile: Profile) -> BasicLevelSaid:
    figures = profile.figures
    return BasicLevelSaid(
        municipality=profile.municipality,
        name=load_municipalities().name(profile.municipality),
        list_source=profile.level.source,
        in_place=figures.in_place,
        partly=figures.partly,
        absent=figures.absent,
        unknown=figures.unknown,
        newest=figures.newest,
        items=[
            BasicLevelItem(
                item=item,
                question=profile.level.items[item],
                state=answer.state.value if answer else "unknown",
                on=answer.on if answer else None,
                source=answer.source if answer else "",
            )
            for item, answer in profile.answers
        ],
    )
