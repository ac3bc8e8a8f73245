"""The table of robustness: the displaced part again under other choices, each of which somebody could have made.

Lines: a wider ring, without each register, with visits that find fewer the more there are (the power 0.5 of their
ratio), and the rank among placebos. A finding is robust where every line stands; a line that couldn't be computed
doesn't.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from graph.displacement.contrast import changes, common_change, contrast, masks
from graph.displacement.counts import Counts
from graph.displacement.evidence import RING, Evidence
from graph.displacement.wdd import Part
from graph.model import Change, Robustness

MIN_EFFECTIVE = 40.0
"""Effective placebos without which nothing is robust."""

LEVEL = 0.1
"""One-sided level at which the other choices must still show a rise: each has less data, or more noise."""


def robustness(evidence: Evidence, counts: Counts, *, wider: Sequence[str]) -> tuple[Robustness, ...]:
    """The table of one measure.

    Parameters
    ----------
    evidence
        What is known of it.
    counts
        Events and visits.
    wider
        Towns one ring further out.
    """
    return tuple(_lines(evidence, counts, wider))


def is_robust(table: Sequence[Robustness]) -> bool:
    """Whether every line stands."""
    return bool(table) and all(line.holds for line in table)


def _lines(evidence: Evidence, counts: Counts, wider: Sequence[str]) -> Iterator[Robustness]:
    setting = evidence.setting
    ring = setting.areas.ring
    if wider:
        yield _line("ring 1 and 2", _displaced(evidence, counts, ring=(*ring, *wider)))
    else:
        yield Robustness("ring 1 and 2", None, None, "there is no town further out that could be looked at")
    used = [s for i, s in enumerate(counts.sources) if s in setting.sources and evidence.found.before[:, i].any()]
    for source in used:
        name = f"without register {source}"
        rest = [s for s in setting.sources if s != source]
        if not _share(evidence, counts, source):
            continue
        if len(used) == 1:
            yield Robustness(name, None, None, f"{name}: nothing is left")
            continue
        yield _line(name, _displaced(evidence, counts, sources=rest))
    yield _line("effort coefficient 1", evidence.wdd.displaced)
    if setting.by_effort:
        yield _line("effort coefficient 0.5", _displaced(evidence, counts, effort_coefficient=0.5))
    yield _placebo_line(evidence)


def _share(evidence: Evidence, counts: Counts, source: str) -> bool:
    """Whether a register met anybody next door: else leaving it out changes nothing."""
    inside = np.isin(counts.towns, evidence.setting.areas.ring)
    column = counts.sources.index(source)
    return bool((evidence.found.before + evidence.found.after)[inside, column].any())


def _displaced(
    evidence: Evidence,
    counts: Counts,
    *,
    ring: Sequence[str] | None = None,
    sources: Sequence[str] | None = None,
    effort_coefficient: float = 1.0,
) -> Part:
    setting = evidence.setting
    found = changes(
        counts, setting.sources if sources is None else sources, setting.window, by_effort=setting.by_effort,
        effort_coefficient=effort_coefficient,
    )  # fmt: skip
    common = common_change(found, np.isin(counts.towns, setting.areas.controls))
    return contrast(found, common, masks(counts.towns, [ring or setting.areas.ring])).part(0, evidence.phi_ring)


def _line(name: str, part: Part) -> Robustness:
    low, high = part.interval()
    holds = part.estimate > 0 and 1 - part.p_one_sided <= LEVEL
    said = f"{name}: {part.estimate:+.0f} events next door ({low:+.0f} to {high:+.0f})"
    return Robustness(name, Change(float(part.estimate), float(low), float(high)), bool(holds), said)


def _placebo_line(evidence: Evidence) -> Robustness:
    z = float(evidence.made.z(evidence.phi)[RING])
    p, n = evidence.rings.rank_p(z), evidence.rings.effective
    if p is None or n < MIN_EFFECTIVE:
        said = f"placebos: {n:.0f} effective ones, and {MIN_EFFECTIVE:.0f} are needed"
        return Robustness("placebos", None, None, said)
    said = f"placebos: {p:.3f} of {n:.0f} effective ones (towns and dates without a measure) rose as much"
    return Robustness("placebos", None, bool(p <= 0.05), said)
