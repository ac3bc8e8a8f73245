"""Basic level: what a municipality has in place against human trafficking, as it or its region says, with date and source.

Where little is reported, is it quiet or does nobody look? A register of few questions helps to tell: is there a contact
person, was anybody trained, is there a place to report. The list of questions is a file, because regions word and
extend it: ``basic-level.toml`` in the home goes before the one that is shipped.

::

    source = "where the list is from"
    [items]
    contact_person = "a contact person for human trafficking, known by name to partners"
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Any

from graph.errors import PolicyError, UnreadableFile
from graph.geography import load_municipalities
from graph.summaries.basic_level import BasicLevelFigures
from ingest.settings_file import Defect, parsed, settings_text

COLUMNS = ("municipality", "item", "state", "on", "source")
MAX_CHARACTERS = 200
_SOMEBODY = re.compile(r"@|(?:\d[ .\-/()]*){9,}")


class InPlace(StrEnum):
    """Whether a municipality has something in place."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class BasicLevel:
    """The questions, by key, and where the list is from."""

    source: str
    items: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of one municipality (code) and item: on which local day, and by which source."""

    municipality: str
    item: str
    state: InPlace
    on: date
    source: str


def load_basic_level(path: Path) -> BasicLevel:
    """The questions of a home's own file, or those shipped where it has none.

    Raises
    ------
    PolicyError
        With one line, when the file can't be used.
    """
    text = settings_text(path, "basic level", PolicyError)
    shipped = files("ingest").joinpath("basic_level.toml").read_text(encoding="utf-8")
    return parsed(shipped if text is None else text, "basic level", str(path), _level, PolicyError)


def _level(content: Mapping[str, Any]) -> BasicLevel:
    items, source = content.get("items"), content.get("source")
    if set(content) != {"source", "items"} or not isinstance(items, dict) or not items or not isinstance(source, str):
        message = "it has a source and a section [items], each key with its question"
        raise Defect(message)
    if not all(isinstance(words, str) and words.strip() for words in items.values()):
        message = "each of [items] is a text: the question"
        raise Defect(message)
    return BasicLevel(source, items)


def read_profile(path: Path, level: BasicLevel, *, today: date) -> tuple[Answer, ...]:
    """Answers of a CSV with the columns municipality, item, state, on and source; all of it or nothing.

    Parameters
    ----------
    path
        The file.
    level
        The questions that may be answered.
    today
        Local day: no answer lies after it.

    Raises
    ------
    UnreadableFile
        With the row and what is wrong in it.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        message = f"{path.name} can't be read as UTF-8 text: save it as CSV, UTF-8"
        raise UnreadableFile(message) from None
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text.partition("\n")[0] else ",")
    if tuple(rows.fieldnames or ()) != COLUMNS:
        message = f"{path.name} has other columns than {', '.join(COLUMNS)}, in this order"
        raise UnreadableFile(message)
    return tuple(_answer(row, n, path.name, level, today) for n, row in enumerate(rows, start=1))


def _answer(row: Mapping[str, Any], number: int, file: str, level: BasicLevel, today: date) -> Answer:
    cells = {c: row[c].strip() if isinstance(row.get(c), str) else "" for c in COLUMNS}
    town = load_municipalities().resolve(cells["municipality"], today, today).code
    wrong = ""
    if None in row or not all(cells.values()) or any(len(c) > MAX_CHARACTERS for c in cells.values()):
        wrong = f"needs each of its cells, of at most {MAX_CHARACTERS} characters"
    elif town is None:
        wrong = "names no municipality of today"
    elif _SOMEBODY.search(cells["source"]):
        wrong = "has a source with what looks like somebody's number or address: name the survey or organisation"
    elif cells["item"] not in level.items:
        wrong = f"names no item of the basic level: one of {', '.join(level.items)}"
    elif cells["state"] not in list(InPlace):
        wrong = f"has no state: one of {', '.join(InPlace)}"
    on = _day(cells["on"])
    if not wrong and (on is None or on > today):
        wrong = "needs a day that isn't in the future, as 2024-03-17"
    if wrong or town is None or on is None:
        message = f"{file}, row {number} {wrong}; nothing was stored"
        raise UnreadableFile(message)
    return Answer(town, cells["item"], InPlace(cells["state"]), on, cells["source"])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def merged(before: Iterable[Answer], new: Iterable[Answer]) -> tuple[Answer, ...]:
    """The newest answer to each question, and of one day the one that came last; in order of municipality and item."""
    newest: dict[tuple[str, str], Answer] = {}
    for one in (*before, *new):
        kept = newest.get((one.municipality, one.item))
        if kept is None or one.on >= kept.on:
            newest[one.municipality, one.item] = one
    return tuple(newest[key] for key in sorted(newest))


def profile_of(answers: Iterable[Answer], level: BasicLevel, municipality: str) -> Sequence[tuple[str, Answer | None]]:
    """Every item of the basic level with what is known of a municipality; None where nothing is."""
    own = {a.item: a for a in answers if a.municipality == municipality}
    return [(item, own.get(item)) for item in level.items]


def figures_of(found: Sequence[tuple[str, Answer | None]]) -> BasicLevelFigures:
    """How many questions of :func:`profile_of` are answered how."""
    given = Counter(answer.state if answer else InPlace.UNKNOWN for _, answer in found)
    return BasicLevelFigures(
        in_place=given[InPlace.YES],
        partly=given[InPlace.PARTLY],
        absent=given[InPlace.NO],
        unknown=given[InPlace.UNKNOWN],
        newest=max((answer.on for _, answer in found if answer), default=None),
    )


def to_text(answers: Iterable[Answer]) -> str:
    """Answers as JSON Lines."""
    return "".join(json.dumps(asdict(a) | {"on": a.on.isoformat()}, sort_keys=True) + "\n" for a in answers)


def from_text(text: str) -> tuple[Answer, ...]:
    """Answers of JSON Lines: the inverse of :func:`to_text`."""
    found = (json.loads(line) for line in text.splitlines())
    return tuple(Answer(**{**a, "state": InPlace(a["state"]), "on": date.fromisoformat(a["on"])}) for a in found)
