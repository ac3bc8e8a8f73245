"""Invented summaries for a mayor, as pages are tested with."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from graph.disclosure import SafeCount
from graph.geography import Neighbourhood, load_municipalities
from graph.summaries.basic_level import BasicLevelFigures
from graph.summaries.mayor import Counted, Direction, Level, MayorSummary, Measure
from graph.summaries.period import Period

TABLE = load_municipalities()
Q3 = Period(2024, 3)
RISING = (70, 75, 85, 90, 90, 120, 140, 155)
FALLING = (470, 475, 485, 490, 430, 320, 240, 255)
UNJUDGED = Measure(
    "policy", "Schiedam", date(2024, 6, 1), is_here=False, is_receiving=False, ladder_step=0, enough=False
)
POLICY = replace(UNJUDGED, towns=("GM0606", "GM0622"))
OUTREACH = replace(
    UNJUDGED, kind="outreach", town="Dordrecht", effective_on=date(2023, 10, 29), enough=True, towns=("GM0505",)
)
CLOSURE = replace(
    OUTREACH, kind="window_closure", town="Rotterdam", effective_on=date(2024, 3, 11), is_receiving=True,
    ladder_step=4, towns=("GM0599",), receiving=("GM0489", "GM0502"), change_there=Direction.FEWER,
    change_round=Direction.MORE,
)  # fmt: skip
HERE = replace(CLOSURE, is_here=True, is_receiving=False)


def told(
    code: str = "GM0502",
    *measures: Measure,
    counts: Sequence[int | None] = RISING,
    visits: Sequence[int | None] = (80, 79, 82, 81, 82, 80, 83, 81),
    level: Level = Level.MUNICIPALITY_QUARTER,
) -> MayorSummary:
    """Summary of the third quarter of 2024, or of that year, with these shown counts (None: hidden) and visits."""
    period = Q3 if level is Level.MUNICIPALITY_QUARTER else Q3.whole_year()
    periods = period.run(8 if period.quarter else 4)
    some = zip(periods, counts[-len(periods) :], visits[-len(periods) :], strict=True)
    trend = tuple(Counted(p, SafeCount(n, 10), v) for p, n, v in some)
    now, before = trend[-1], next(c for c in trend if c.period == period.year_before())
    region = TABLE.get(code).safety_region
    return MayorSummary(
        municipality=code,
        name=TABLE.name(code),
        asked=Q3,
        level=level,
        area=region if level is Level.REGION_YEAR else TABLE.name(code),
        period=period,
        persons=now.persons,
        persons_year_before=before.persons,
        visits=now.visits,
        visits_year_before=before.visits,
        measures=measures,
        looked_until=date(2024, 12, 29),
        is_next_door_by_distance=True,
        trend=trend,
        near=Neighbourhood(TABLE).rings([code]).first,
    )


CASES = {
    "received": told("GM0502", OUTREACH, CLOSURE),
    "moved": replace(
        told("GM0599", OUTREACH, HERE, POLICY, counts=FALLING), basic_level=BasicLevelFigures(5, 1, 0, 2, date(2024, 3, 1))
    ),
    "nothing": told("GM0014", visits=(None,) * 8),
    "too few": told("GM0542", POLICY, counts=(None, None, 400, 440), level=Level.REGION_YEAR),
    "reduced": told(
        "GM0505",
        replace(OUTREACH, is_here=True, change_there=Direction.FEWER, change_round=Direction.FEWER),
        counts=(70, 75, 85, 90, 90, 60, None, 45),
    ),
    "all hidden": told("GM0542", counts=(None,) * 8),
    "many": told(
        "GM0599", OUTREACH, HERE, POLICY, POLICY, replace(HERE, kind="inspection_wave", ladder_step=2),
        replace(HERE, ladder_step=5), replace(POLICY, kind="permit_change"), counts=FALLING,
    ),
}  # fmt: skip
"""What a mayor may be told of."""
