import pytest

from ingest.fields import addresses
from ingest.fields.addresses import Level, Precision

TOWN = "GM0599"
SAME = [
    ("Schijnhaven 19, Rotterdam", "schijnhaven  19 ROTTERDAM"),
    ("Schijnhaven 19, Rotterdam", "Schijnhaven 19"),
    ("Rotterdam, Schijnhaven 19", "Schijnhaven nr. 19"),
    ("Fictieplein 12-A", "Fictieplein 12a"),
    ("Fictieplein 12 A", "fictie plein 12/a"),
    ("Fictiestr. 12 hs", "Fictiestraat 12-huis"),
    ("Fictiestraat 12-II", "Fictiestraat 12 2-hoog"),
    ("3011 AB 12-a", "Fictieplein 12 A, 3011ab Rotterdam"),
    ("Plein 1940, 12", "Plein 1940 12"),
    ("'s-Gravenweg 12", "s Gravenweg 12"),
    ("Café-straat 3", "Cafe straat 3"),
    ("Hotel De Leugen, Schijnhaven 19, kamer 204", "Schijnhaven 19"),
    ("Schijnhaven 19 raam 3", "Schijnhaven 19"),
]
DIFFERENT = [
    ("Schijnhaven 19", "Schijnhaven 9"),
    ("Fictieplein 12", "Fictieplein 12a"),
    ("Fictieplein 12-1", "Fictieplein 12-2"),
    ("Fictieplein 12 hs", "Fictieplein 12 bis"),
    ("3011 AB 12ab", "3011 AB 12ac"),
    ("3011 AB 12", "3011 AC 12"),
    ("Dorpsstraat 1, Hoek van Holland", "Dorpsstraat 1"),
    ("Postbus 12, 3011 AB", "3011 AB 12"),
    ("1e Dwarsstraat 5", "2e Dwarsstraat 5"),
    ("Plein 1940 12", "Plein 1944 12"),
    ("Schijnhaven 19 app 4", "Schijnhaven 19 app 5"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_place_has_one_spelling(one: str, other: str) -> None:
    assert addresses.clean(one, TOWN) == addresses.clean(other, TOWN) is not None


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_premises_stay_two(one: str, other: str) -> None:
    assert addresses.clean(one, TOWN) != addresses.clean(other, TOWN)


@pytest.mark.parametrize("said", ["Rotterdam", "centrum", "---", "12", "3011 AB", "3011 AB Rotterdam", "onbekend", ""])
def test_what_says_no_place_is_no_premises(said: str) -> None:
    assert addresses.clean(said, TOWN) is None


def test_the_town_keeps_streets_apart_and_a_postcode_needs_none() -> None:
    assert addresses.clean("Dorpsstraat 1", "GM0599") != addresses.clean("Dorpsstraat 1", "GM0502")
    assert addresses.clean("3011 AB 12", "GM0599") == addresses.clean("3011 AB 12", "GM0502")


def test_every_level_and_precision_of_premises() -> None:
    here = addresses.clean("Fictieplein 12", TOWN)
    said = ("Fictieplein 12, Rotterdam", "Fictieplein 12a", "Fictieplein 14", "Schijnhaven 12", "")
    assert [addresses.compare(here, addresses.clean(s, TOWN)) for s in said] == list(Level)
    kinds = ("3011 AB 12", "Fictieplein 12", "Hotel De Leugen", "Postbus 12")
    assert [addresses.precision(addresses.clean(s, TOWN) or "") for s in kinds] == list(Precision)
