"""Itineraries as rows: one per stay, in the order of each person's stays."""

from collections.abc import Iterator

from api.exports.table import Row, Type, columns
from graph.columns import EncounterColumns, day_of
from graph.itineraries import UNKNOWN_DAY, StayColumns

ITINERARY_COLUMNS = columns(
    person_id=Type.TEXT,
    stay_number=Type.INTEGER,
    municipality=Type.TEXT,
    first_seen=Type.DATE,
    last_seen=Type.DATE,
    arrived_after=Type.DATE,
    left_before=Type.DATE,
    encounters=Type.INTEGER,
)


def itinerary_rows(encounters: EncounterColumns, stays: StayColumns) -> Iterator[Row]:
    """One row per stay of every person, in the order in which the stays are sorted; what isn't known is None.

    Parameters
    ----------
    encounters
        What the stays were made of: its tables give codes their meaning.
    stays
        Stays of all persons.
    """
    for person, number, town, first, last, arrived, left, count in zip(
        stays.person.tolist(),
        stays.stay_number.tolist(),
        stays.municipality.tolist(),
        stays.first_seen.tolist(),
        stays.last_seen.tolist(),
        stays.arrived_after.tolist(),
        stays.left_before.tolist(),
        stays.encounters.tolist(),
        strict=True,
    ):
        yield {
            "person_id": encounters.persons[person],
            "stay_number": number,
            "municipality": encounters.municipalities[town],
            "first_seen": day_of(first),
            "last_seen": day_of(last),
            "arrived_after": None if arrived == UNKNOWN_DAY else day_of(arrived),
            "left_before": None if left == UNKNOWN_DAY else day_of(left),
            "encounters": count,
        }
