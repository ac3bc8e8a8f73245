"""Comparison levels by kind of field: conditions on the keyed tokens of two records, the strongest first.

The first level whose condition holds counts. Conditions are DuckDB SQL on token columns, ``_l`` and ``_r``; columns are
named by a field's prefix, so that any field of a kind (a family name, a street) is compared in the same way. How much
a level speaks for sameness isn't said here but in a model (:mod:`ingest.linkage.model`).
"""

from dataclasses import dataclass

MISSING = "missing"
DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Level:
    """One comparison level.

    ``m`` is the share of true pairs at this level, ``u`` that of pairs of different people; both None: it says nothing
    either way. ``term`` names the token column whose frequency a model may take into account. A level ``is_neutral``
    where it never says anything, and ``is_anchored`` where it can only hold beside agreement elsewhere in the record:
    its shares are then those among pairs that agree there, and can't be counted on pairs at large.
    """

    name: str
    condition: str
    m: float | None = None
    u: float | None = None
    term: str | None = None
    is_neutral: bool = False
    is_anchored: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field and its levels, the strongest first.

    ``is_by_rule``: its weights are set by a rule, and stand in no model's table.
    """

    field: str
    levels: tuple[Level, ...]
    is_by_rule: bool = False


def missing(*columns: str) -> Level:
    """Level of a field that isn't known on both sides: it says nothing."""
    condition = " OR ".join(f"{c}_l IS NULL OR {c}_r IS NULL" for c in columns)
    return Level(MISSING, condition, is_neutral=True)


def equal(column: str) -> str:
    """Condition: the same token on both sides."""
    return f"{column}_l = {column}_r"


def overlap(column: str) -> str:
    """Condition: lists of tokens with one in common."""
    return f"{column}_l IS NOT NULL AND {column}_r IS NOT NULL AND list_has_any({column}_l, {column}_r)"


def different() -> Level:
    """Level of everything that no other level holds for."""
    return Level(DIFFERENT, "ELSE")


def name_levels(prefix: str) -> tuple[Level, ...]:
    """Levels of one name or text: exact, one letter off, a word in common, different."""
    return (
        missing(f"{prefix}_exact"),
        Level("exact", equal(f"{prefix}_exact"), term=f"{prefix}_exact"),
        Level("one letter", overlap(f"{prefix}_deletions"), is_anchored=True),
        Level("a word in common", overlap(f"{prefix}_words")),
        different(),
    )


_SWAPPED = "(family_exact_l = given_exact_r AND given_exact_l = family_exact_r)"
_SOUNDING = Level("sounds alike", equal("sounding"), is_anchored=True)
"""Both names sound alike: only together are their sounds compared."""


def family_levels() -> tuple[Level, ...]:
    """Levels of a family name: those of a name, swapped with the given one, and both sounding alike."""
    first, exact, letter, word, last = name_levels("family")
    return (first, exact, Level("swapped with given", _SWAPPED), letter, word, _SOUNDING, last)


def given_levels() -> tuple[Level, ...]:
    """Levels of a given name: those of a name, an initial, and swapped, which the family name already speaks for."""
    first, exact, letter, word, last = name_levels("given")
    swapped = Level("swapped with family", _SWAPPED, is_neutral=True)
    initial = Level("initial", "(given_is_initial_l OR given_is_initial_r) AND given_initial_l = given_initial_r")
    return (first, exact, swapped, letter, word, initial, _SOUNDING, last)


def date_levels(prefix: str) -> tuple[Level, ...]:
    """Levels of a date that may be partial, swapped, a digit off, or a register's default of 1 January."""
    p = prefix
    either_partial = f"({p}_is_partial_l OR {p}_is_partial_r)"
    month_open = f"({p}_month_l IS NULL OR {p}_month_r IS NULL)"
    two = f"{p}_month_day_l = {p}_month_day_r OR {p}_year_day_l = {p}_year_day_r OR {p}_month_l = {p}_month_r"
    return (
        missing(f"{p}_year"),
        Level("1 January", f"{p}_full_l = {p}_full_r AND {p}_is_default_l"),
        Level("exact", equal(f"{p}_full")),
        Level("day and month swapped", f"{p}_full_l = {p}_swapped_r"),
        Level("one digit", overlap(f"{p}_wildcards")),
        Level("partial, agrees", f"{either_partial} AND {month_open} AND {p}_year_l = {p}_year_r"),
        Level("partial, month agrees", f"{either_partial} AND {p}_month_l = {p}_month_r"),
        Level("two of three", two),
        Level("year", equal(f"{p}_year")),
        different(),
    )


def number_levels(prefix: str) -> tuple[Level, ...]:
    """Levels of a number: exact, one character off, different."""
    return (
        missing(f"{prefix}_exact"),
        Level("exact", equal(f"{prefix}_exact")),
        Level("one character", overlap(f"{prefix}_wildcards")),
        different(),
    )


def value_levels(column: str, *, is_list: bool = False) -> tuple[Level, ...]:
    """Levels of a value from a short list (sex, nationality): the same or different."""
    return (
        missing(column),
        Level("same", overlap(column) if is_list else equal(column)),
        different(),
    )


def shared_levels(cap_bits: float) -> tuple[Level, ...]:
    """Levels of shared identifiers of any kind, by how many names use the one that is shared.

    Whoever holds many people gives them one phone, so that what is shared by many says little. Not sharing one says
    little too: numbers change. Their weights are a rule: ``cap_bits`` at most, a quarter of it where some share it.
    """

    def weighing(name: str, column: str, bits: float) -> Level:
        return Level(name, overlap(column), m=0.5, u=0.5 / 2**bits)

    return (
        weighing("shared by one or two", "shared_by_few", cap_bits),
        weighing("shared by some", "shared_by_some", cap_bits / 4),
        Level("shared by many", overlap("shared_by_many"), is_neutral=True),
        Level("none shared", "ELSE", is_neutral=True),
    )
