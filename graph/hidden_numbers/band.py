"""A hidden number as a band over methods, with what exactly is estimated, or a refusal and why.

No method's number stands alone: they differ by assumptions nobody can check, so the band runs from the lowest lower end
to the highest upper end of all that could be computed, linkage included. Never below region and year, and refused where
fewer persons were met, or met twice, than carry any method.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from graph.hidden_numbers.occasions import Codes, Occasions, frequencies, targets_known, two_lists
from graph.hidden_numbers.once_or_more import (
    Estimate,
    Frequencies,
    chao,
    chao_without_ones,
    seen,
    zelterman,
    zero_truncated_poisson,
)
from graph.hidden_numbers.two_lists import FEW, chapman, poisson_limits

MIN_SEEN = 50
MIN_TWICE = 10
MIN_THRICE = 10
"""Persons met three times below which the estimate without those met once isn't given: their square divides it."""
MIN_BOTH = 7
"""Persons on both lists below which Chapman isn't given (Robson and Regier 1964)."""

ALL_FORMS = "all"
WHOLE = "NL"

METHODS: tuple[Callable[[Frequencies], Estimate | None], ...] = (
    chao,
    lambda f: chao(f, bias_corrected=True),
    zelterman,
    zero_truncated_poisson,
    lambda f: chao_without_ones(f) if f.get(3, 0) >= MIN_THRICE else None,
)

NOTES: Mapping[str, str] = {
    "chao": "lower bound",
    "chao_bias_corrected": "lower bound",
    "zelterman": "for those met once or twice",
    "zero_truncated_poisson": "as if all were met at one rate: too low where they aren't",
    "chao_one_inflated": "as if too many were met just once: leaves those out",
    "chapman": "the two longest registers as independent lists; referral between them makes it too low",
}


@dataclass(frozen=True, slots=True)
class Hidden:
    """A row: one method's estimate, the band (``estimator`` is ``band``), or a refusal (``refused``).

    ``seen`` is None where too few were met to be told.
    """

    area: str
    period: str
    form: str
    estimator: str
    seen: int | None
    estimate: float | None
    low: float | None
    high: float | None
    note: str


def hidden_numbers(occasions: Occasions, person: Codes, draws: Iterable[Codes]) -> Iterator[Hidden]:
    """Hidden numbers of every area and year, and of the whole, by form.

    Parameters
    ----------
    occasions
        Encounters.
    person
        Person codes of the encounters.
    draws
        Person codes as judgements drawn again would make them.
    """
    drawn = list(draws)
    for year in occasions.years():
        for area in (*range(len(occasions.areas)), None):
            for form in (None, *range(len(occasions.forms))):
                inside = occasions.inside(area=area, year=year, form=form)
                if not inside.any():
                    continue
                where = WHOLE if area is None else occasions.areas[area]
                named = ALL_FORMS if form is None else occasions.forms[form]
                base = Hidden(where, str(year), named, "", None, None, None, None, "")
                yield from _rows(base, occasions, inside, person, drawn)


def _rows(
    base: Hidden, occasions: Occasions, inside: np.ndarray, person: Codes, drawn: Iterable[Codes]
) -> Iterator[Hidden]:
    own, day = person[inside], occasions.day[inside]
    met = frequencies(own, day)
    if seen(met) < MIN_SEEN or met.get(2, 0) < MIN_TWICE:
        why = f"refused: fewer than {MIN_SEEN} persons met, or than {MIN_TWICE} met twice"
        yield replace(base, estimator="refused", note=why)
        return
    lists = occasions.source[inside]
    found = list(_estimates(met, own, lists))
    spread = [e for p in drawn for e in _estimates(frequencies(p[inside], day), p[inside], lists)]
    lows, highs = [], []
    for one in found:
        low, high = _with_linkage(one, [e for e in spread if e.method == one.method])
        lows.append(low)
        highs.append(high)
        yield replace(
            base, estimator=one.method, seen=seen(met), estimate=one.total, low=low, high=high, note=NOTES[one.method]
        )
    note = [f"estimates persons whom this kind of looking could have met in {base.area} in {base.period}, no others"]
    if targets_known(own, day, occasions.operation[inside]):
        note.append("warning: operations went after persons known already, so all of these are too low")
    note.append("rates that differ make all of these too low")
    note.append("links that were missed, and people who keep away once they were met, make all of these too high")
    yield replace(base, estimator="band", seen=seen(met), low=min(lows), high=max(highs), note="; ".join(note))


def _estimates(met: Frequencies, person: Codes, source: Codes) -> Iterator[Estimate]:
    for method in METHODS:
        one = method(met)
        if one is not None:
            yield one
    lists = two_lists(person, source)
    if lists is not None and lists[2] >= MIN_BOTH:
        made = chapman(*lists)
        if lists[2] < FEW:
            low, high = poisson_limits(*lists)
            made = replace(made, low=low, high=high)
        yield made


def _with_linkage(one: Estimate, drawn: list[Estimate]) -> tuple[float, float]:
    """Interval of an estimate widened by what linkage makes of it: the two variances added, around the same ends."""
    low, high = one.low if one.low is not None else one.total, one.high if one.high is not None else one.total
    totals = np.array([e.total for e in drawn])
    if len(totals) < 2:
        return low, high
    under, over = np.quantile(totals, [0.025, 0.975])
    below, above = max(0.0, one.total - float(under)), max(0.0, float(over) - one.total)
    return (
        max(0.0, one.total - float(np.hypot(one.total - low, below))),
        one.total + float(np.hypot(high - one.total, above)),
    )
