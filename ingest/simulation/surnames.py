"""A pool of invented family names whose frequencies fall off as real ones do: few very common, many rare.

:func:`ingest.simulation.names.family_name` draws syllables, so that its commonest name is hardly commoner than the
next. Where the frequency of names is what is studied, as by who wants to read them back, that is too kind. Here a
language has a fixed list of names, the r-th commonest with a share proportional to 1/(r + q)^s (Zipf 1949, Mandelbrot
1953). A pool follows from its language alone, the same on every machine.
"""

import random
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from ingest.simulation import names

POOL_NAMES = 3_000
"""Distinct family names a language has at most; some languages have fewer syllables to make them of."""

_FALL = {"VN": (1.0, 1.3)}
"""Shift q and exponent s where a language isn't like the rest: half of all Vietnamese share a few names."""
_FALL_OF_OTHERS = (8.0, 1.0)


@dataclass(frozen=True, slots=True)
class Pool:
    """Family names of one language, the commonest first, with their shares (summing to 1) and running sums."""

    names: tuple[str, ...]
    shares: tuple[float, ...]
    cumulated: tuple[float, ...]


@cache
def pool(code: str) -> Pool:
    """Family names of a language by its code in :data:`ingest.simulation.names.TONGUES`."""
    tongue, rng = names.TONGUES[code], random.Random(f"family names of {code}")
    found: dict[str, None] = {}
    for _ in range(POOL_NAMES * 12):
        found.setdefault(names.family_name(tongue, rng))
        if len(found) == POOL_NAMES:
            break
    ranked = list(found)  # in the order drawn: common names are short and of common syllables, as real ones are
    shift, exponent = _FALL.get(code, _FALL_OF_OTHERS)
    weights = [1 / (rank + shift) ** exponent for rank in range(1, len(ranked) + 1)]
    total = sum(weights)
    shares = tuple(w / total for w in weights)
    return Pool(tuple(ranked), shares, tuple(accumulate(shares)))


def draw(code: str, rng: random.Random) -> str:
    """Family name of a language, by its share."""
    known = pool(code)
    return rng.choices(known.names, cum_weights=known.cumulated)[0]
