"""What an invented region is like: every rate in one place."""

from dataclasses import dataclass
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
    """Rates of an invented region. Shares are of all persons unless said otherwise; ``_per_1000`` is per 1,000 persons.

    Defaults are set so that a third of those met are met once, the others 3 times (median; 6 times those rotated), and one
    person in twenty is rotated.

    Attributes
    ----------
    begin, days
        First day (local date), and how many there are.
    met_per_person
        Mean encounters of a resident.
    rotated
        Share of persons who are members of a rotated group.
    group_sizes, group_towns
        Members of a group and towns of its circuit, drawn from with equal chance.
    stay_days, laps
        Days in each town, and rounds of the circuit: least and most.
    met_per_rotated
        Encounters a member would have on the whole way at mean effort: least and most.
    shared_identifier
        Share of groups whose members give a number, an advert or a controller in common; the rest share nothing.
    late_members, swapped_members
        Shares of groups of three and more to which one comes halfway, and in which one is replaced by another halfway.
    relocations_per_1000
        Premises that close in one town and open, with their phone and advert, in another.
    movers
        Share who move house once.
    commuters, commuting_together
        Share who go to and fro between two towns; and share of those who do so with a colleague.
    tourers, touring_known_rounds
        Share who tour by themselves; and share of those whose tour is one of a few rounds that many make, each at a
        time of her own.
    seasonal, crews_returning
        Share who work the season in crews; and share of crews that end where they began, or come again next year.
    care_transfers, transferred_together
        Share whom care brings to a shelter elsewhere, and on; and share of those who are brought in twos to fives.
    siblings
        Share who are the twin or sibling of a resident.
    namesakes_per_1000
        Pairs of residents of different towns with one name and birth date: who takes them for one joins two people.
    raids_per_1000, raid_size
        Joint controls that meet many strangers on one day, and how many.
    salon_chains_per_1000, branch_changes
        Businesses with one phone and advert in two to four towns; and share of their staff who change branch once.
    reissued_phones_per_1000, crowded_phones_per_1000
        Numbers given out to a second person, and numbers that thirty people give.
    signals
        Signals about premises, as a share of encounters.
    effort_by_town
        How hard a town's registers look, relative to its size: least and most.
    effort_by_season
        Largest swing of that over the year, up and down; each town has its own, and its own months.
    closure, closure_day, displaced, gone
        Whether windows in Rotterdam are closed, on which day, and shares of those behind them who go on next door or
        aren't met again.
    not_a_victim, unassessed, actual
        Shares of encounters with that status.
    missing
        Multiplies how often cells are missing; 1.0 leaves about 30 % of the person columns empty.
    garbled
        Multiplies how often names, dates and numbers are written wrongly.
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
    late_members: float = 0.1
    swapped_members: float = 0.15
    relocations_per_1000: float = 1.6
    movers: float = 0.03
    commuters: float = 0.02
    commuting_together: float = 0.2
    tourers: float = 0.02
    touring_known_rounds: float = 0.3
    seasonal: float = 0.03
    crews_returning: float = 0.3
    care_transfers: float = 0.01
    transferred_together: float = 0.4
    siblings: float = 0.02
    namesakes_per_1000: float = 0.3
    raids_per_1000: float = 2.8
    raid_size: int = 18
    salon_chains_per_1000: float = 0.5
    branch_changes: float = 0.25
    reissued_phones_per_1000: float = 1.0
    crowded_phones_per_1000: float = 0.3
    signals: float = 0.05
    effort_by_town: tuple[float, float] = (0.6, 1.4)
    effort_by_season: float = 0.25
    closure: bool = True
    closure_day: int = 434
    displaced: float = 0.55
    gone: float = 0.25
    not_a_victim: float = 0.05
    unassessed: float = 0.02
    actual: float = 0.05
    missing: float = 1.0
    garbled: float = 1.0
