"""From evidence to named checks, and what has to be said with them."""

from collections.abc import Iterator

from graph.displacement.evidence import RING, Evidence, drift_most
from graph.displacement.exact import fisher_combined
from graph.displacement.ladder import Checks
from graph.displacement.log_irr import log_irr
from graph.displacement.receivers import any_received
from graph.displacement.setting import Rules

MIN_CARRIED = 4.0
"""Persons known from the treated town who turned up next door, from which they say anything."""


def checks_of(evidence: Evidence, rules: Rules) -> Checks:
    """Judge every check but robustness, which is asked only of what stands."""
    made, setting = evidence.made, evidence.setting
    expected, detectable = float(made.expected[RING]), evidence.detectable(rules)
    countable = is_countable(evidence, rules)
    carried = countable and _carried(evidence, rules) and not setting.changes_reporting
    enough = countable and detectable <= rules.detectable_share * expected
    rises = evidence.displaced_p <= evidence.level
    leans = evidence.wdd.displaced.estimate > 0
    per_control = ((leans and evidence.rises(evidence.past_alone)) or rises) if setting.by_effort else None
    return Checks(
        enough=enough,
        more_next_door=evidence.rises(evidence.by_days),
        more_per_control=per_control,
        more_than_controls=_more_than_controls(evidence, rises=rises) and not setting.changes_reporting,
        same_persons=_same_persons(evidence),
        robust=None,
        carried=carried,
    )


def is_countable(evidence: Evidence, rules: Rules) -> bool:
    """Whether there are days and events enough to give numbers at all."""
    window, made = evidence.setting.window, evidence.made
    long_enough = min(window.start - window.before, window.end - window.start) >= rules.least_days
    return long_enough and min(made.expected[0], made.expected[RING]) >= rules.least_events


def _more_than_controls(evidence: Evidence, *, rises: bool) -> bool:
    """Whether the ring rose beyond the controls, and by more than it may have been drifting away from them."""
    most = drift_most(evidence)
    if not evidence.setting.areas.controls or most is None:
        return False
    return rises and evidence.wdd.displaced.estimate > most


def _same_persons(evidence: Evidence) -> bool | None:
    persons = evidence.persons
    if persons is None:
        return None
    return persons.found >= MIN_CARRIED and persons.found > persons.expected and persons.p <= evidence.level


def _carried(evidence: Evidence, rules: Rules) -> bool:
    """Whether persons and counts together show what the counts alone only lean to: next door at large, or in one town.

    Each of the two is asked at half the level (Bonferroni). Counts have to rise where the persons came.
    """
    persons = evidence.persons
    if persons is None or not evidence.setting.by_effort or not evidence.setting.areas.controls:
        return False
    rose = evidence.wdd.displaced.estimate > 0
    at_large = fisher_combined([evidence.displaced_p, persons.p]) if rose else 1.0
    return bool(_same_persons(evidence)) and 2 * min(at_large, any_received(evidence.by_town)) <= rules.together


def words_of(evidence: Evidence, checks: Checks, rules: Rules) -> Iterator[str]:
    """What has to be said with the numbers: the minimum detectable change first."""
    if is_countable(evidence, rules):
        share = evidence.detectable(rules) / max(float(evidence.made.expected[RING]), 1e-9)
        yield (
            f"a change next door of {evidence.detectable(rules):.0f} events ({share:.0%} of what was expected) would "
            "have been found four times in five"
        )
    most = drift_most(evidence)
    told = checks.enough or checks.carried
    if told and most is not None and evidence.displaced_p <= evidence.level and not checks.more_than_controls:
        yield f"a drift that began before the measure could make {most:.0f} events next door"
    if told and (text := _scale(evidence)):
        yield text
    if evidence.after_a_peak:
        yield "the measure came after a peak: part of the fall here may be no more than the end of it"
    if evidence.phi_ring > 1.5 * evidence.phi:
        yield "half-years vary more than fortnights show: errors are made from towns where no measure was"
    yield from _persons_words(evidence)
    yield f"{evidence.rings.effective:.0f} effective placebos"


def _persons_words(evidence: Evidence) -> Iterator[str]:
    persons = evidence.persons
    if persons is None:
        yield "the persons can't be judged: too short a time before the measure, or nobody known"
        return
    yield (
        f"persons met here in the half year before, and next door only afterwards: {persons.found:.0f}, where "
        f"{persons.expected:.1f} were to be expected (one-sided p {persons.p:.2g}, {persons.dates} earlier dates)"
    )


def _scale(evidence: Evidence) -> str | None:
    """Said where events per town and ratios disagree on whether there was a change next door."""
    found, areas = evidence.found, evidence.setting.areas
    made = evidence.made
    n_ring, controls = len(areas.ring), evidence.controls_contrast
    if not areas.controls or controls is None or not n_ring:
        return None
    after, expected, null = controls
    weight = n_ring / len(areas.controls)
    ring_raw = float(evidence.past_alone.expected[RING])
    additive = (made.after[RING] - ring_raw) - weight * (after - expected)
    error = (evidence.phi_ring * (evidence.past_alone.own[RING] + weight**2 * (after + null))) ** 0.5
    ratio = log_irr((ring_raw, float(made.after[RING])), (expected, after), dispersion=evidence.phi_ring)
    say_additive = 0 if abs(additive) <= 1.96 * error else (1 if additive > 0 else -1)
    say_ratio = 0 if abs(ratio.estimate) <= 1.96 * ratio.standard_error else (1 if ratio.estimate > 0 else -1)
    if say_additive == say_ratio or not found.after.size:
        return None
    return (
        f"the answer depends on the scale: {additive:+.0f} events next door if towns change by as many events, a ratio "
        f"of {ratio.ratio:.2f} if they change in proportion"
    )
