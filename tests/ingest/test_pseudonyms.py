import json
from dataclasses import asdict, replace

import pytest

from graph.model import Identifier, IdentifierKind, YesNoUnknown
from ingest.pseudonyms import content_digest, encounter_id, minor_at, premises_key, to_encounter, to_tally
from ingest.report import PartialDate, Reduced
from tests.factories import KEYS, on, report


def test_no_plain_value_is_left_in_an_encounter_or_a_tally() -> None:
    planted = report(
        "Geheim-1",
        given_name="Zlatka",
        family_name="Lozhedinska",
        document_number="BGX84542",
        phones=("+31600000115",),
        emails=("zl@example.org",),
        advert_ids=("KZ-702418",),
        vehicle_plates=("OU000E",),
        premises_address="Schijnhaven 19",
        operation_id="IC-Zlatka",
        controller_ref="EXP-Lozhe",
    )
    stored = to_encounter(planted, KEYS, batch_id="b", version=1, digest=content_digest(planted, KEYS), expires_on=None)
    text = (repr(stored) + repr(to_tally(Reduced(planted, "not a victim"), KEYS, batch_id="b"))).casefold()
    for plain in ("zlatka", "lozhe", "bgx84542", "600000115", "example", "702418", "ou000e", "schijn", "geheim"):
        assert plain not in text
    assert {i.kind for i in stored.identifiers} == set(IdentifierKind)


def test_an_encounter_is_its_source_and_record() -> None:
    assert encounter_id(KEYS, "a", "1") == encounter_id(KEYS, "a", "1")
    assert len({encounter_id(KEYS, *pair) for pair in (("a", "1"), ("a", "2"), ("b", "1"), ("a1", ""))}) == 4


def test_content_is_all_the_source_says_and_not_where_it_stood() -> None:
    one = report(given_name="Zlatka")
    assert content_digest(one, KEYS) == content_digest(replace(one, row_number=9), KEYS)
    assert content_digest(one, KEYS) != content_digest(report(given_name="Zlatko"), KEYS)


def test_content_is_every_field_and_every_field_of_these() -> None:
    keyed: list[str] = []

    class Keeping:
        def token(self, domain: str, value: str) -> str:
            keyed.append(value)
            return domain

        unkeyed = token

    one = report(given_name="Zlatka", aliases=("Nina",), birth_date=PartialDate(1999, 3), phones=("+31600000115",))
    content_digest(one, Keeping())
    expected = asdict(one)
    del expected["row_number"]
    assert json.loads(keyed[0]) == json.loads(json.dumps(expected, default=str))


def test_a_tally_keeps_no_digest_of_the_person() -> None:
    one, other = report(given_name="Zlatka"), report(given_name="Bianca")
    tallies = [to_tally(Reduced(r, "not a victim"), KEYS, batch_id="b") for r in (one, other)]
    assert tallies[0] == tallies[1]


def test_a_controller_is_known_only_within_its_source() -> None:
    one = to_encounter(report(controller_ref="EXP-07"), KEYS, batch_id="b", version=1, digest="d", expires_on=None)
    other = report(controller_ref="EXP-07", source_id="elsewhere")
    there = to_encounter(other, KEYS, batch_id="b", version=1, digest="d", expires_on=None)
    assert isinstance(one.identifiers[0], Identifier)
    assert one.identifiers != there.identifiers


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Schijnhaven 19, Rotterdam", "schijnhaven  19 ROTTERDAM", True),
        ("Schijnhaven 19", "Schijnhaven 9", False),
        ("3011 AB 12", "3011ab 12", True),
        ("Fictieplein 12, 3011 AB Rotterdam", "3011AB 12", True),
        ("3011 AB 12-a", "3011 AB 12a", True),
        ("3011 AB 12", "3011 AB 12a", False),
        ("Café-straat 3", "Cafe straat 3", True),
    ],
)
def test_one_address_has_one_spelling(one: str, other: str, *, same: bool) -> None:
    assert (premises_key(one, "GM0599") == premises_key(other, "GM0599")) is same


def test_the_same_street_in_two_towns_is_two_addresses() -> None:
    assert premises_key("Dorpsstraat 1", "GM0599") != premises_key("Dorpsstraat 1", "GM0502")


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (None, YesNoUnknown.UNKNOWN),
        (PartialDate(2006, 3, 17), YesNoUnknown.NO),
        (PartialDate(2006, 3, 19), YesNoUnknown.YES),
        (PartialDate(2006), YesNoUnknown.UNKNOWN),
        (PartialDate(2007), YesNoUnknown.YES),
        (PartialDate(2005), YesNoUnknown.NO),
        (PartialDate(2006, 3), YesNoUnknown.UNKNOWN),
    ],
)
def test_minority_is_said_only_where_the_dates_allow(born: PartialDate | None, expected: YesNoUnknown) -> None:
    assert minor_at(born, on("2024-03-17")) is expected
