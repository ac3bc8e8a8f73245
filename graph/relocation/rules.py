"""What counts as a relocation: one frozen rule with an id, a version, its text, and every threshold with its reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RelocationRules:
    """Thresholds of the search for relocations.

    Attributes
    ----------
    min_units
        Fewest units (persons, and reports without a person) that an identifier is met with to be of a business. Two
        people may be sisters with one phone, or one person whom linkage left apart.
    min_units_at_place, min_sightings_at_place
        Fewest units, or sightings of one, in a town for it to be a place of the business rather than a visit.
    max_interval_days
        An encounter known to a longer interval than this has no place in the order.
    together_share
        Two identifiers are of one business when this share of the sightings of the rarer one, and at least two of them,
        are on the same encounters as the other.
    max_wrong_share
        Share of the sightings of the less seen place that may lie on the wrong side of the move: days on which both
        places were open, or a slip.
    silence_days
        Bands of silence between the last sighting here and the first there; within a month is clearer than within two,
        and two than four. A number that comes back after a longer silence may have been given out again.
    min_tenure_days
        At one of the two places the business was met over at least this many days. Groups that are carried round stay
        one to two weeks (the circuits that police files describe), and take their numbers with them.
    draws, draws_idle
        Shifted data sets that each move, and each business that didn't move, is compared with; p-values are multiples of
        1 / (draws + 1).
    q_pattern
        False discovery rate up to which a move counts as beyond chance.
    """

    min_units: int = 3
    min_units_at_place: int = 2
    min_sightings_at_place: int = 3
    max_interval_days: int = 7
    together_share: float = 0.25
    max_wrong_share: float = 0.1
    silence_days: tuple[int, ...] = (30, 60, 120)
    min_tenure_days: int = 21
    draws: int = 1999
    draws_idle: int = 499
    q_pattern: float = 0.05
    version: str = "relocation/2"
    text: str = (
        "Pattern: a business, known by identifiers of at least three persons or reports, met in one town and then in "
        "another, within 120 days, more clearly apart than when everybody's sightings are shifted in time on their own "
        "(false discovery rate at most 0.05), and met at one of the two over at least three weeks. Flagged: a pattern of "
        "two identifiers or of two independent sources."
    )
