"""What an invented region is like: every rate in one place."""

from dataclasses import dataclass, replace
from datetime import date

TREATED = "GM0599"
RECEIVING = ("GM0502", "GM0606", "GM0489")
REGION = {
    "GM0599": 40.0, "GM0606": 7.0, "GM0502": 6.0, "GM0622": 6.0, "GM0505": 9.0, "GM0489": 5.0, "GM1930": 5.0,
    "GM0597": 4.0, "GM0642": 4.0, "GM0542": 2.5, "GM0556": 2.5, "GM0613": 2.0,
}  # fmt: skip
"""Towns of the Rotterdam region with their share of what is met (relative)."""

ELSEWHERE = {
    "GM0772": 7.0, "GM0855": 6.0, "GM0344": 7.0, "GM0014": 6.0, "GM0034": 5.0, "GM0141": 3.0, "GM0106": 3.0,
    "GM0917": 3.5, "GM0794": 3.5, "GM0164": 3.5, "GM0405": 3.0, "GM0995": 3.0, "GM1674": 3.0, "GM0796": 4.0,
    "GM0345": 3.0,
}  # fmt: skip
"""Comparable towns in the rest of the country."""


@dataclass(frozen=True, slots=True)
class World:
    """Rates of an invented region. Shares are of persons unless said otherwise; rates are per day.

    Defaults are set so that most persons are met once, a fifth two to ten times, and one person in twenty is rotated.
    """

    begin: date = date(2023, 1, 2)
    days: int = 728
    met_per_person: float = 1.6
    rotated: float = 0.05
    group_sizes: tuple[int, ...] = (2, 3, 3, 4, 4, 5, 6)
    group_towns: tuple[int, ...] = (3, 3, 3, 4, 4, 5)
    stay_days: tuple[int, int] = (8, 15)
    laps: tuple[float, float] = (2.0, 4.0)
    met_per_rotated: tuple[float, float] = (4.0, 9.0)
    shared_identifier: float = 0.6
    relocations_per_1000: float = 1.6
    movers: float = 0.03
    commuters: float = 0.02
    tourers: float = 0.02
    seasonal: float = 0.03
    care_transfers: float = 0.01
    siblings: float = 0.02
    raids: int = 24
    raid_size: int = 18
    salon_chains_per_1000: float = 0.5
    reissued_phones_per_1000: float = 1.0
    crowded_phones_per_1000: float = 0.3
    signals: float = 0.05
    closure: bool = True
    closure_day: int = 434
    displaced: float = 0.55
    gone: float = 0.25
    not_a_victim: float = 0.05
    unassessed: float = 0.02
    actual: float = 0.05
    missing: float = 1.0
    """Multiplies how often cells are missing; 1.0 leaves about 30 % of the person columns empty."""
    garbled: float = 1.0
    """Multiplies how often names, dates and numbers are written wrongly."""


WORLDS = {
    "region": World(),
    "calm": replace(World(), rotated=0.0, relocations_per_1000=0.0, closure=False),
    "clean": replace(World(), missing=0.2, garbled=0.1),
}
"""Worlds by name: the whole region, one in which nothing is planted, and one with hardly any noise."""
