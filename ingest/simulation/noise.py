"""How a reporter writes a person down: with holes, slips of the pen, other spellings and other names."""

import random
import unicodedata
from collections.abc import Callable

from ingest.simulation import names
from ingest.simulation.people import Person
from ingest.simulation.world import World

_SPELLINGS = (
    ("ș", "sh"), ("ț", "ts"), ("sh", "s"), ("k", "c"), ("zh", "j"), ("v", "w"), ("i", "y"), ("w", "v"), ("ov", "off"),
    ("c", "k"), ("ij", "y"), ("kh", "h"), ("khr", "chr"), ("shch", "sch"), ("ts", "c"), ("yu", "ju"), ("ya", "ia"),
    ("ye", "e"), ("iy", "i"), ("sky", "skij"), ("yi", "ji"), ("ph", "f"), ("ou", "u"), ("oo", "u"), ("dj", "j"),
    ("sz", "sh"), ("cz", "ch"), ("rz", "zh"), ("ł", "l"), ("ş", "sh"), ("ç", "ch"), ("ğ", "g"), ("ö", "oe"),
    ("ü", "ue"), ("ı", "i"), ("đ", "d"), ("al-", "el "), ("mohammed", "muhammad"), ("q", "k"), ("x", "ks"),  # noqa: RUF001 - Turkish has this letter
)  # fmt: skip
"""Ways in which registers write the same name: transliterations from Cyrillic and Arabic, and letters they lack."""

_ALIASES = ("Lola", "Luna", "Sara", "Mia", "Kim", "Nina", "Maya", "Tina", "Bella", "Amy", "Vicky", "Lisa")
Cells = dict[str, str]


def written(person: Person, year: int, world: World, rng: random.Random, *, by_police: bool) -> Cells:
    """Return the person columns of one row.

    Parameters
    ----------
    person
        Whom it is about.
    year
        Year of the encounter.
    world
        How often cells are missing and wrong.
    rng
        Source of chance.
    by_police
        Police see documents more often.
    """
    cells: Cells = {}

    def has(probability: float) -> bool:
        return rng.random() < 1 - (1 - probability) * world.missing

    def slips(probability: float) -> bool:
        return rng.random() < probability * world.garbled

    if has(0.95):
        cells |= _names(person, rng, slips=slips, has_family=has(0.97))
    if has(0.12):
        cells["alias"] = rng.choice(_ALIASES)
    if has(0.88):
        cells["birth_date"] = _birth(person, rng, slips=slips)
    if has(0.97):
        cells["sex"] = person.sex if not slips(0.005) else "V" if person.sex == "M" else "M"
    if has(0.95):
        cells["nationality"] = rng.choice(tuple(names.TONGUES)) if slips(0.015) else person.nationality
    if has(0.55 if by_police else 0.33):
        cells["document_number"] = _document(person, rng, slipped=slips(0.04))
    if has(0.5):
        cells["phones"] = phone(rng.choice(person.phones), year, rng)
    return cells


def _names(person: Person, rng: random.Random, *, slips: Callable[[float], bool], has_family: bool) -> Cells:
    given, family = person.given, person.family
    if slips(0.03):
        given, family = family, given
    cells = {"given_name": _given(given, person.nationality, rng, slips=slips)}
    if has_family:
        family = _garbled(family, rng) if slips(0.12) else family
        if slips(0.02):
            # A married name beside the birth name, in either order.
            married = names.family_name(names.TONGUES[person.nationality], rng)
            family = f"{married}-{family}" if rng.random() < 0.5 else f"{family}-{married}"
        cells["family_name"] = family
        cells["name_prefix"] = person.prefix
    return cells


def _given(given: str, nationality: str, rng: random.Random, *, slips: Callable[[float], bool]) -> str:
    """Return the given name with a slip, as an initial, or with a second one that not every register writes."""
    if slips(0.10):
        return _garbled(given, rng)
    if slips(0.02):
        return f"{given[0]}."
    if slips(0.03):
        return f"{given} {names.given_name(names.TONGUES[nationality], rng)}"
    return given


def _birth(person: Person, rng: random.Random, *, slips: Callable[[float], bool]) -> str:
    year, month, day = person.born
    if slips(0.06):
        return f"{year:04d}"
    if slips(0.03):
        return f"{year:04d}-01-01"
    if slips(0.03) and day <= 12:
        month, day = day, month
    if slips(0.05):
        which = rng.randrange(3)
        year += rng.choice((-1, 1)) * (which == 0)
        month = max(1, min(12, month + rng.choice((-1, 1)) * (which == 1)))
        day = max(1, min(28, day + rng.choice((-1, 1, 10, -10)) * (which == 2)))
    return f"{year:04d}-{month:02d}-{day:02d}"


def _document(person: Person, rng: random.Random, *, slipped: bool) -> str:
    number = person.document
    i = rng.randrange(3, len(number))
    return number[:i] + rng.choice("0123456789") + number[i + 1 :] if slipped else number


def _garbled(name: str, rng: random.Random) -> str:
    """Return the name with one slip, another spelling, or without its accents."""
    how = rng.randrange(5)
    i = rng.randrange(len(name))
    if how == 0 and len(name) > 3:
        return name[:i] + name[i + 1 :]
    if how == 1:
        return name[:i] + name[i] + name[i:]
    if how == 2:
        return name[:i] + rng.choice("aeioulnrst") + name[i + 1 :]
    if how == 3:
        return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return _respelt(name, rng)


def _respelt(name: str, rng: random.Random) -> str:
    """Return the name in another of the spellings that registers use for it."""
    plain = name.lower()
    found = [(a, b) for a, b in _SPELLINGS if a in plain]
    if found:
        return plain.replace(*rng.choice(found), 1).title()
    return name[:1] + name[2:] if len(name) > 4 else name


def phone(number: str, year: int, rng: random.Random) -> str:
    """Return the number as it may be written; registers differ by year in how."""
    local = f"06{number[4:]}"
    return rng.choice(
        (number, number, local, f"{local[:2]} {local[2:6]} {local[6:]}" if year % 2 else f"06-{number[4:]}")
    )
