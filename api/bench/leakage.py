"""What somebody recovers who holds tokens but no key that makes them, and knows how common which names are."""

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from api.bench.attacks import calendar, numbered
from api.bench.attacks.matching import Matching
from api.bench.attacks.numbers import bigrams, tokens
from api.bench.attacks.sample import Sample, draw, known
from api.bench.attacks.side import Side
from api.bench.table import Table
from ingest.linkage import names
from ingest.simulation.surnames import Kind

KNOWN_TIMES = 5
"""Rows an attacker knows in plain, for each row of the target."""

CALENDARS = 5
Texts = Sequence[str | None]
Dates = Sequence[tuple[int, int, int] | None]


@dataclass(frozen=True, slots=True)
class _Names:
    """Of each record, one name as written and as it truly is, in one spelling."""

    written: tuple[str | None, ...]
    true: tuple[str | None, ...]


def leakage(*, seed: int, rows: int, kinds: Sequence[Kind] = tuple(Kind)) -> Table:
    """Table of what is recovered, a row for what an attacker holds.

    Parameters
    ----------
    seed
        Of the records; what the attacker knows has another.
    rows
        Records in the vault.
    kinds
        Kinds of family names, each a set of its own.
    """
    measured = [row for kind in kinds for row in _measured(seed, rows, kind)]
    return Table(
        "What is recovered from tokens without the keys that make them",
        ("names", "held", "family name", "distinct family names", "given name", "birth date", "person", "document"),
        measured,
        f"{rows:,} invented records of about {round(rows / 2):,} persons, seed {seed}; the attacker knows "
        f"{KNOWN_TIMES * rows:,} other records of the same distribution in plain (seed {seed + 1}), every family name, "
        "every document number, and how tokens are made.",
        "Shares of the records that have the field (distinct: of the names written). A name counts when its spelling "
        "is as written or as true; a person when both names and the birth date are right. Names: `long` are some 30,000 "
        "of which few are an edit apart, `short` 2,500 of which many are. Birth dates: mean of "
        f"{CALENDARS} ways in which the calendar fits. Held: `nothing`, the commonest value guessed, which is what a "
        "sender is left with too; `the graph`, which shows sex; `vault`, every column, opened; `bigram lists`, as other "
        "products keep, in place of all other tokens of the family name.",
    )


def _measured(seed: int, rows: int, kind: Kind) -> list[dict[str, object]]:
    target, public = draw(rows, seed=seed, kind=kind), known(KNOWN_TIMES * rows, seed=seed + 1, kind=kind)
    keys = random.Random(seed).randbytes(32), random.Random(seed + 1).randbytes(32)
    ours, theirs = (tokens(s.reports, s.encounters, k) for s, k in zip((target, public), keys, strict=True))
    family, given = _families(target), _givens(target)
    vault = Side(ours), Side(theirs)
    frequency = _read(*vault, _families(public), "family", frozenset({"family_exact"}))
    read_family = _read(*vault, _families(public), "family", None)
    read_given = _read(*vault, _givens(public), "given", None)
    dates = [_read_dates(ours, public, way) for way in range(CALENDARS)]
    lists = [Side(bigrams(t, s.reports, k)) for t, s, k in zip((ours, theirs), (target, public), keys, strict=True)]
    read_bigrams = _read(lists[0], lists[1], _families(public), "family", None)
    documents = _documents(target, ours)
    guesses = {
        "nothing": _commonest(public, target, by_sex=False),
        "the graph": _commonest(public, target, by_sex=True),
    }
    found: list[dict[str, object]] = []
    for held, (guessed_family, guessed_given, guessed_date) in guesses.items():
        found.append(
            {
                "held": held,
                "family name": _right(guessed_family, family),
                "distinct family names": _right_names(guessed_family, family),
                "given name": _right(guessed_given, given),
                "birth date": _right_dates(guessed_date, target),
                "person": _right_persons(guessed_family, guessed_given, [guessed_date], target),
                "document": 0.0,
            }
        )
    found.append(
        {
            "held": "frequency of exact names",
            "family name": _right(frequency, family),
            "distinct family names": _right_names(frequency, family),
        }
    )
    found.append(
        {
            "held": "vault",
            "family name": _right(read_family, family),
            "distinct family names": _right_names(read_family, family),
            "given name": _right(read_given, given),
            "birth date": sum(_right_dates(d, target) for d in dates) / CALENDARS,
            "person": _right_persons(read_family, read_given, dates, target),
            "document": documents,
        }
    )
    found.append(
        {
            "held": "bigram lists",
            "family name": _right(read_bigrams, family),
            "distinct family names": _right_names(read_bigrams, family),
        }
    )
    return [{"names": kind.value} | row for row in found]


def _read(target: Side, public: Side, of_public: _Names, field: str, use: frozenset[str] | None) -> Texts:
    attack = Matching(target, public, written=of_public.written, true=of_public.true, field=field, use=use)
    return attack.read()


def _read_dates(table: pa.Table, public: Sample, way: int) -> Dates:
    return calendar.read(table, [r.person.birth_date for r in public.reports], seed=way)


def _documents(target: Sample, table: pa.Table) -> float:
    numbers = [r.person.document_number for r in target.reports]
    read = numbered.read(table, sorted({n for n in numbers if n}))
    return _share([guess == number for guess, number in zip(read, numbers, strict=True) if number])


def _commonest(public: Sample, target: Sample, *, by_sex: bool) -> tuple[Texts, Texts, Dates]:
    """The commonest value for every record; of those of its sex where that shows."""

    def sexes(sample: Sample) -> list[str]:
        return [str(r.person.sex) if by_sex else "" for r in sample.reports]

    def most(values: Sequence[object]) -> list[object]:
        counts: dict[str, Counter[object]] = defaultdict(Counter)
        for sex, value in zip(sexes(public), values, strict=True):
            if value:
                counts[sex][value] += 1
        commonest = {sex: count.most_common(1)[0][0] for sex, count in counts.items()}
        return [commonest[sex] for sex in sexes(target)]

    born = [_date(public, i) for i in range(len(public.reports))]
    return most(_families(public).written), most(_givens(public).written), most(born)  # type: ignore[return-value]


def _families(sample: Sample) -> _Names:
    return _Names(
        tuple(_spelt(r.person.family_name) for r in sample.reports),
        tuple(_spelt(sample.truth[p].family) for p in sample.persons),
    )


def _givens(sample: Sample) -> _Names:
    return _Names(
        tuple(_spelt(r.person.given_name) for r in sample.reports),
        tuple(_spelt(sample.truth[p].given) for p in sample.persons),
    )


def _spelt(name: str | None) -> str | None:
    return names.spelling(name) or None if name else None


def _date(sample: Sample, record: int) -> tuple[int, int, int] | None:
    born = sample.reports[record].person.birth_date
    return (born.year, born.month, born.day) if born and born.month and born.day else None


def _hits(guesses: Texts, of_target: _Names) -> list[bool | None]:
    """Of each record whether its name is recovered; None where it has none."""
    return [
        None if written is None else guess in (written, true)
        for guess, written, true in zip(guesses, of_target.written, of_target.true, strict=True)
    ]


def _right(guesses: Texts, of_target: _Names) -> float:
    return _share([hit for hit in _hits(guesses, of_target) if hit is not None])


def _right_names(guesses: Texts, of_target: _Names) -> float:
    """Share of the distinct names written of which a record is recovered."""
    found: dict[str, bool] = {}
    for name, hit in zip(of_target.written, _hits(guesses, of_target), strict=True):
        if name is not None:
            found[name] = found.get(name, False) or bool(hit)
    return _share(list(found.values()))


def _right_dates(guesses: Dates, target: Sample) -> float:
    written = [_date(target, i) for i in range(len(target.reports))]
    return _share([guess == date for guess, date in zip(guesses, written, strict=True) if date])


def _right_persons(family: Texts, given: Texts, ways: Sequence[Dates], target: Sample) -> float:
    """Share of the records with both names and a whole date of which all three are recovered, over all ways."""
    families, givens = _hits(family, _families(target)), _hits(given, _givens(target))
    found = [
        bool(families[i] and givens[i] and dates[i] == date)
        for dates in ways
        for i in range(len(target.reports))
        if families[i] is not None and givens[i] is not None and (date := _date(target, i))
    ]
    return _share(found)


def _share(hits: Sequence[bool]) -> float:
    return sum(hits) / len(hits) if hits else 0.0
