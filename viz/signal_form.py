"""The form of signals as a page: no script, no request to anybody else, nothing that remembers who filled it in.

Accessible as WCAG 2.2 AA asks of forms: every field has a label of its own, what is wrong is said in words beside its
field and in a list above that leads there, and everything works by keyboard and without colour.
"""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from jinja2 import Environment, StrictUndefined, Template

from graph.model import ExploitationForm, PremisesKind, Sex
from viz.signal_words import WORDS

LANGUAGES: Final = tuple(WORDS)
DATE_PARTS: Final = ("year", "month", "day")
"""Fields that a date is asked in."""
TEXT_COLUMNS: Final = ("premises_address", "phones", "advert_ids", "vehicle_plates")
NAME_COLUMNS: Final = ("given_name", "name_prefix", "family_name", "birth_date")
CONSENTS: Final = ("given", "refused", "unknown", "not_required")


@dataclass(frozen=True, slots=True)
class Filled:
    """What the form shows: texts by field, and by field the key of the words that say what is wrong.

    ``once`` tells one filling in from another, so that sending it twice sends it once.
    """

    values: Mapping[str, str]
    wrong: Mapping[str, str]
    once: str


def form_page(filled: Filled, *, towns: Sequence[str], language: str, for_work: bool) -> str:
    """The form.

    Parameters
    ----------
    filled
        What it shows.
    towns
        Names of the municipalities to choose from.
    language
        One of :data:`LANGUAGES`.
    for_work
        Whether it is for organisations with a code, and asks about a person too.
    """
    forms = [f.value for f in ExploitationForm]
    return _page(
        "form", language, filled=filled, towns=towns, for_work=for_work, forms=forms, kinds=[k.value for k in PremisesKind],
        sexes=[s.value for s in Sex], consents=CONSENTS, texts=TEXT_COLUMNS, names=NAME_COLUMNS,
    )  # fmt: skip


def thanks_page(number: str, *, language: str) -> str:
    """What somebody reads after a signal: its number."""
    return _page("thanks", language, number=number)


def notice_page(notice: str, *, language: str) -> str:
    """Why nothing can be sent now: ``closed`` or ``full``, and whom to call instead."""
    return _page("notice", language, notice=notice)


def page_policy() -> str:
    """Content-Security-Policy of these pages: their own style, their own form, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )


def _page(kind: str, language: str, **shown: object) -> str:
    other = next(one for one in LANGUAGES if one != language)
    return _template().render(
        kind=kind, language=language, other=other, w=WORDS[language], style=_style(), **{"for_work": False, **shown}
    )


@cache
def _style() -> str:
    return (files("viz") / "templates" / "signal.css").read_text(encoding="utf-8")


@cache
def _template() -> Template:
    text = (files("viz") / "templates" / "signal.html.j2").read_text(encoding="utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(
        text
    )
