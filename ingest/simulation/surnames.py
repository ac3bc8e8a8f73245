"""Pools of invented family names whose frequencies fall off as real ones do: few very common, many rare.

:func:`ingest.simulation.names.family_name` draws syllables, so that its commonest name is hardly commoner than the
next. Where the frequency of names is what is studied, as by who wants to read them back, that is too kind. Here a
language has a fixed list of names, the r-th commonest with a share proportional to 1/(r + q)^s (Zipf 1949, Mandelbrot
1953). A pool follows from its language alone, the same on every machine.

Two kinds. *Long* names are made of a language's syllables: many, and few an edit apart. *Short* ones are one list of
three to six letters for all languages: many are an edit apart, begin alike and sound alike.
"""

import random
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import accumulate, product

from ingest.simulation import names

POOL_NAMES = 3_000
"""Distinct long names a language has at most; some languages have fewer syllables to make them of."""

SHORT_NAMES = 2_500

_FALL = {"VN": (1.0, 1.3)}
"""Shift q and exponent s where a language isn't like the rest: half of all Vietnamese share a few names."""
_FALL_OF_OTHERS = (8.0, 1.0)
_ONSETS = [
    "b",
    "d",
    "f",
    "g",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "w",
    "z",
    "br",
    "dr",
    "fr",
    "gr",
    "kl",
    "kr",
    "pl",
    "st",
    "sm",
    "sch",
    "tr",
    "vl",
]
_VOWELS = ["a", "e", "i", "o", "u", "aa", "ee", "oo", "ie", "eu", "ui", "ei"]
_CODAS = [
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "ks",
    "nk",
    "nt",
    "rt",
    "st",
    "lm",
    "rg",
    "ls",
    "der",
    "ker",
    "man",
    "sen",
]


class Kind(StrEnum):
    """Kind of family names."""

    LONG = "long"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Pool:
    """Family names of one language, the commonest first, with their shares (summing to 1) and running sums."""

    names: tuple[str, ...]
    shares: tuple[float, ...]
    cumulated: tuple[float, ...]


@cache
def pool(code: str, kind: Kind) -> Pool:
    """Family names of a language by its code in :data:`ingest.simulation.names.TONGUES`."""
    rng = random.Random(f"family names of {code}")
    ranked = _short(rng) if kind is Kind.SHORT else _long(code, rng)
    shift, exponent = _FALL.get(code, _FALL_OF_OTHERS)
    weights = [1 / (rank + shift) ** exponent for rank in range(1, len(ranked) + 1)]
    total = sum(weights)
    shares = tuple(w / total for w in weights)
    return Pool(ranked, shares, tuple(accumulate(shares)))


def draw(code: str, rng: random.Random, kind: Kind = Kind.LONG) -> str:
    """Family name of a language, by its share."""
    known = pool(code, kind)
    return rng.choices(known.names, cum_weights=known.cumulated)[0]


def _long(code: str, rng: random.Random) -> tuple[str, ...]:
    # In the order drawn: common names are short and of common syllables, as real ones are.
    drawn = (names.family_name(names.TONGUES[code], rng) for _ in range(POOL_NAMES * 12))
    return tuple(dict.fromkeys(drawn))[:POOL_NAMES]


def _short(rng: random.Random) -> tuple[str, ...]:
    everything = ["".join(parts).capitalize() for parts in product(_ONSETS, _VOWELS, _CODAS)]
    listed = random.Random("short family names").sample(everything, SHORT_NAMES)
    rng.shuffle(listed)
    return tuple(listed)
