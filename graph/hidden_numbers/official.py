"""What the Netherlands estimates officially, as facts beside any number of our own.

Multiple systems estimation with covariates on the lists of CoMensha, by van Dijk, Cruyff and van der Heijden, as the
National Rapporteur and the WODC published it: nationaalrapporteur.nl, 30 November 2021; wodc.nl, 29 November 2021;
dutchrapporteur.nl, 28 September 2017. Where a range of upper ends was published, the largest is taken.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Official:
    """An official estimate of presumed victims a year, in persons; ``seen`` those known to CoMensha."""

    period: str
    seen: int | None
    estimate: int
    low: int
    high: int
    source: str


OFFICIAL = (
    Official("2014-2015", None, 6_250, 5_000, 7_500, "National Rapporteur, 2017"),
    Official("2018-2019", 1_300, 5_000, 4_000, 7_000, "National Rapporteur and WODC, 2021"),
)
"""A year on average, all forms of exploitation, the whole country."""
