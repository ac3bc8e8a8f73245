"""Invented towns with known displacement, or with nothing but more looking."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from graph.columns import EventColumns, day_number, day_of
from graph.displacement import Rules, evaluate_all
from graph.displacement.ladder import WORDING, Checks, step, wording
from graph.displacement.wdd import Area, wdd_shared_control
from graph.geography import load_municipalities
from graph.model import Control, Displacement, Intervention, InterventionKind
from tests.events import Event, events_of

BEGIN, CLOSED = date(2023, 1, 2), date(2024, 3, 4)
TREATED, RING, FAR = "GM0599", ("GM0502", "GM0606", "GM0489"), ("GM0772", "GM0855", "GM0014", "GM0034")
FORTNIGHTS = 50
ALL = Checks(
    enough=True,
    more_next_door=True,
    more_per_control=True,
    more_than_controls=True,
    same_persons=True,
    robust=True,
)


def world(
    *, seed: int = 1, after: dict[str, float] | None = None, looks: dict[str, float] | None = None, mean: float = 20.0
) -> tuple[EventColumns, list[Control]]:
    """Counts per fortnight with mean 4 times ``mean`` where treated, times ``after`` and ``looks`` after the measure."""
    rng = np.random.default_rng(seed)
    rows: list[tuple[str, int]] = []
    controls = []
    for town in (TREATED, *RING, *FAR):
        for f in range(FORTNIGHTS):
            first = BEGIN + timedelta(days=14 * f)
            is_after = first >= CLOSED
            looking = (looks or {}).get(town, 1.0) if is_after else 1.0
            rate = mean * (4 if town == TREATED else 1) * looking
            rate *= (after or {}).get(town, 1.0) if is_after else 1.0
            n = int(rng.poisson(rate))
            rows += [(town, day_number(first) + int(rng.integers(14))) for _ in range(n)]
            last = first + timedelta(days=13)
            content = f"{town}-{f}"
            visits = round(10 * looking)
            controls.append(
                Control(content, f"team-{town}", town, first, last, visits, None, None, None, None, content, "b")
            )
    events = events_of(Event(town, day_of(day), source=f"team-{town}") for town, day in rows)
    return events, controls


def closure(**changes: object) -> Intervention:
    base = Intervention("M", (TREATED,), CLOSED, None, InterventionKind.CLOSURE, None, "c", "b")
    return replace(base, **changes)  # type: ignore[arg-type]


def evaluated(events: EventColumns, controls: list[Control], *measures: Intervention) -> tuple[Displacement, ...]:
    return evaluate_all(measures or (closure(),), events, controls, load_municipalities(), rules=Rules())


def test_displacement_is_found_apart_from_the_local_fall_with_its_receivers() -> None:
    (found,) = evaluated(*world(after={TREATED: 0.6, "GM0502": 2.0, "GM0606": 2.0}))
    assert found.ladder_step == 3
    assert found.wording_nl == WORDING["nl"][3]
    assert found.local is not None
    assert found.displaced is not None
    assert found.local.high < 0 < found.displaced.low
    assert {town for town, _ in found.receiving} == {"GM0502", "GM0606"}
    assert found.total is not None
    assert found.total.estimate == pytest.approx(found.local.estimate + found.displaced.estimate)


def test_more_looking_is_no_displacement() -> None:
    said = [
        evaluated(*world(seed=s, after={TREATED: 0.6}, looks=dict.fromkeys(RING, 1.5)))[0].ladder_step
        for s in range(20)
    ]
    assert sum(s >= 3 for s in said) <= 3


def test_nothing_happened_nothing_said() -> None:
    said = [evaluated(*world(seed=s))[0] for s in range(20)]
    assert sum(d.ladder_step >= 3 for d in said) <= 3
    assert sum(bool(d.receiving) for d in said) <= 2


def test_without_controls_data_never_above_step_1() -> None:
    events, _ = world(after={TREATED: 0.6, **dict.fromkeys(RING, 2.0)})
    (found,) = evaluated(events, [])
    assert found.ladder_step == 1
    assert not found.effort_adjusted
    assert any("no controls data" in c for c in found.caveats)


def test_too_few_is_said_and_gives_no_numbers() -> None:
    (found,) = evaluated(*world(mean=0.2, after=dict.fromkeys(RING, 3.0)))
    assert found.wording == "too few to tell"
    assert (found.local, found.displaced, found.total, found.ladder_step) == (None, None, None, 0)


def test_a_measure_just_before_the_data_end_is_too_early_to_judge() -> None:
    (found,) = evaluated(*world(), closure(effective_on=BEGIN + timedelta(days=14 * FORTNIGHTS - 20)))
    assert found.wording == "too few to tell"


def test_a_later_measure_is_not_blamed_for_an_earlier_ones_receivers() -> None:
    events, controls = world(after={TREATED: 0.5, **dict.fromkeys(RING, 2.5)})
    later = closure(id="N", municipalities=("GM0622",), effective_on=CLOSED + timedelta(days=90))
    first, second = evaluated(events, controls, closure(), later)
    assert first.ladder_step == 3
    assert second.ladder_step == 0
    assert not second.receiving


def test_a_campaign_is_said_to_change_reporting() -> None:
    (found,) = evaluated(*world(), closure(kind=InterventionKind.CAMPAIGN))
    assert any("changes how much is reported" in c for c in found.caveats)


def test_a_shared_control_counts_once_in_the_total() -> None:
    one = Area(100, 90, 100, 100)
    result = wdd_shared_control(one, one, one, dispersion=1.0)
    assert result.local.standard_error**2 == pytest.approx(2 * 190)
    assert result.total.standard_error**2 == pytest.approx(2 * 190 + 4 * 190)


@pytest.mark.parametrize(
    ("checks", "reached"),
    [
        (Checks(enough=False, more_next_door=True, more_per_control=True), 0),
        (Checks(enough=True, more_next_door=False, more_per_control=None), 0),
        (Checks(enough=True, more_next_door=True, more_per_control=None), 1),
        (Checks(enough=True, more_next_door=True, more_per_control=False), 0),
        (Checks(enough=True, more_next_door=False, more_per_control=True), 2),
        (replace(ALL, same_persons=False), 3),
        (replace(ALL, robust=None), 4),
        (ALL, 5),
        (replace(ALL, more_per_control=False, more_than_controls=False, carried=True), 4),
        (replace(ALL, more_per_control=None, carried=True), 1),
        (replace(ALL, enough=False, carried=True), 4),
    ],
)
def test_the_ladder_ends_at_the_first_check_that_does_not_hold(checks: Checks, reached: int) -> None:
    assert step(checks) == reached
    assert wording(checks)
    assert wording(checks, "nl")


def test_where_counts_are_too_few_and_persons_show_it_both_are_said() -> None:
    few = replace(ALL, enough=False, carried=True)
    assert "too few to tell" in wording(few)
    assert "waterbed effect" in wording(few)
    assert "te weinig" in wording(few, "nl")
    assert "waterbedeffect" in wording(few, "nl")
    assert wording(replace(few, carried=False)) == "too few to tell"


def test_waterbed_is_said_from_step_4_in_both_languages() -> None:
    for words in WORDING.values():
        assert [("waterbed" in words[s]) for s in range(6)] == [False] * 4 + [True] * 2


def test_other_methods_stand_beside_the_headline_and_agree_where_little_is_hidden() -> None:
    (found,) = evaluated(*world(after={TREATED: 0.6, "GM0502": 2.0, "GM0606": 2.0}))
    methods = {m.method: m for m in found.methods}
    assert {
        "wdd_by_days",
        "wdd_without_controls",
        "log_irr",
        "ring_quasi_poisson",
        "interrupted_series",
    } <= methods.keys()
    for method in methods.values():
        assert method.ladder_step == found.ladder_step
        assert method.local is not None
        assert method.displaced is not None
        assert method.local.high < 0 < method.displaced.low
        assert found.displaced is not None
        assert method.displaced.estimate == pytest.approx(found.displaced.estimate, rel=0.25)
