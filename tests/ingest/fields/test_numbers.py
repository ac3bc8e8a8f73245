"""Phones, documents, plates, adverts and e-mail addresses: what they are, what they aren't, how near two are."""

import pytest

from ingest.fields import adverts, documents, emails, phones, plates


@pytest.mark.parametrize(
    "said",
    [
        "06 0000 1828", "06-00001828", "0600001828", "+31 6 0000 1828", "+31600001828", "0031600001828",
        "0031 (0)6 0000 1828", "+31 (0)6-0000.1828", "31600001828", "600001828", "600001828.0", "tel. 06 0000 1828",
        "06 0000 1828 ext 12",
    ],
)  # fmt: skip
def test_one_number_has_one_spelling(said: str) -> None:
    assert phones.clean(said) == "+31600001828"


@pytest.mark.parametrize(
    "said",
    ["bel mij", "0600000000", "0612345678", "+31 6 1111 1111", "112", "144", "0800-7000", "0900-8844", "14010",
     "116123", "088 000 1234", "0600001", "06000018281828", "4125678", "+1", "x" * 5000],
)  # fmt: skip
def test_what_is_nobody_s_number_is_none(said: str) -> None:
    assert phones.clean(said) is None


def test_a_number_with_its_country_is_of_that_country() -> None:
    assert phones.clean("0040 700 000 001") == "+40700000001"
    assert phones.clean("+40 (0)700 000 001") == phones.clean("0040700000001")


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("06 0000 1828 / 06 0000 1829", ["+31600001828", "+31600001829"]),
        ("06-00001828,06-00001829", ["+31600001828", "+31600001829"]),
        ("0600001828 en 0600001829", ["+31600001828", "+31600001829"]),
        ("06-00001828/29", ["+31600001828", None]),
        ("010/000 0001", ["+31100000001"]),
        ("bel mij", [None]),
    ],
)
def test_several_numbers_in_a_value_are_told_apart(said: str, parts: list[str | None]) -> None:
    assert [phones.clean(part) for part in phones.split(said)] == parts


def test_every_level_and_precision_of_phones() -> None:
    one = {"+31600001828"}
    found = [phones.compare(one, other) for other in (one, {"+31600001829"}, {"+31600009999"}, set())]
    assert found == list(phones.Level)
    kinds = [phones.precision(n) for n in ("+40712345671", "+31100000001", "+31600001828")]
    assert kinds == list(phones.Precision)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("rox 26.560", "ROX26560"), ("Paspoort: RO-X26560", "ROX26560"), ("ID-kaart ROX26560", "ROX26560"),
        ("R\u041eX26560", "ROX26560"), ("BGX84542<", "BGX84542"), ("ONBEKEND", None), ("geen", None), ("000000000", None),
        ("123456789", None), ("987654321", None), ("XXXXXXXXX", None), ("zie kopie dossier", None), ("1234", None),
        ("1112.22.333", None), ("A" * 19 + "12", None),
    ],
)  # fmt: skip
def test_a_document_number_is_one_spelling_or_none(said: str, number: str | None) -> None:
    assert documents.clean(said) == number


@pytest.mark.parametrize(
    ("other", "level"),
    [
        ("NX1O01R58", "exact"), ("NX1001R58", "reads alike"), ("NX1007R58", "one character"),
        ("NX101R58", "one character more, less or moved"), ("NX1010R58", "one character more, less or moved"),
        ("BGX84542", "different"), (None, "missing"),
    ],
)  # fmt: skip
def test_every_level_of_documents(other: str | None, level: str) -> None:
    assert documents.compare("NX1O01R58", other) == level


def test_one_more_character_is_a_slip() -> None:
    assert documents.compare("BGX84542", "BGX845422") is documents.Level.SLIP
    assert documents.compare("BGX84542", "BGX84524") is documents.Level.SLIP


@pytest.mark.parametrize(
    ("number", "nationalities", "precision"),
    [
        ("NX1001R58", ("NL",), "of a form that the country issues"),
        ("NXO001R58", ("NL",), "of another form than the country's"),
        ("V123AL568", ("NG",), "of a form that the country issues"),
        ("A1234567", ("NG",), "no form known to hold it against"),
        ("AB1234567", ("VN", "PL"), "of a form that the country issues"),
    ],
)
def test_a_form_speaks_for_a_number(number: str, nationalities: tuple[str, ...], precision: str) -> None:
    assert documents.precision(number, nationalities) == precision


@pytest.mark.parametrize(
    ("said", "plate"),
    [("ou-000-e", "OU000E"), ("NL OU-000-E", "OU000E"), ("B 000 OUE", "B000OUE"), ("witte bus", None),
     ("XX-00-XX", None), ("00-00-00", None), ("A1", None), ("\u0421\u0412 0000 \u0410\u0415", "CB0000AE")],
)  # fmt: skip
def test_a_plate_is_one_spelling_or_none(said: str, plate: str | None) -> None:
    assert plates.clean(said) == plate


def test_every_level_and_precision_of_plates() -> None:
    others = ({"OU000E"}, {"0U000E"}, {"OU001E"}, set[str]())
    assert [plates.compare({"OU000E"}, other) for other in others] == list(plates.Level)
    assert [plates.precision(p) for p in ("OU000E", "B000OUE")] == list(plates.Precision)


@pytest.mark.parametrize(
    ("said", "advert"),
    [
        ("kz-702418", "KZ702418"), ("KZ 702418", "KZ702418"), ("12-34", "12-34"), ("1-234", "1-234"),
        ("https://www.example.org/ads/0702418-lola?from=home#top", "EXAMPLE.ORG/0702418"),
        ("m.example.org/show?x=1&id=kz-77", "EXAMPLE.ORG/KZ-77"), ("example.org/lola/", "EXAMPLE.ORG/LOLA"),
        ("example.org/12345/67890", "EXAMPLE.ORG/12345/67890"), ("example.org", None), ("Kinky", None), ("0000", None),
        ("1", None), ("lola@example.org", None),
    ],
)  # fmt: skip
def test_an_advert_is_its_site_s_number_or_none(said: str, advert: str | None) -> None:
    assert adverts.clean(said) == advert


def test_every_level_and_precision_of_adverts() -> None:
    found = [adverts.compare({"KZ702418"}, other) for other in ({"KZ702418"}, {"KZ1"}, set[str]())]
    assert found == list(adverts.Level)
    assert [adverts.precision(a) for a in ("EXAMPLE.ORG/1", "702418")] == list(adverts.Precision)


@pytest.mark.parametrize(
    ("said", "address"),
    [("Lola@Example.ORG", "lola@example.org"), ("mailto:a@example.org", "a@example.org"),
     ("Lola <l.o@example.org>", "l.o@example.org"), ("a+b@example.org", "a+b@example.org"), ("geen@example.org", None),
     ("a@b", None), ("a@b@example.org", None), ("lola", None), ("a" * 300 + "@example.org", None)],
)  # fmt: skip
def test_an_address_is_as_written_but_for_case(said: str, address: str | None) -> None:
    assert emails.clean(said) == address


def test_every_level_and_precision_of_addresses() -> None:
    others = ({"lo.la@gmail.com"}, {"lola+x@googlemail.com"}, {"lola@example.org"}, set[str]())
    assert [emails.compare({"lo.la@gmail.com"}, other) for other in others] == list(emails.Level)
    assert emails.compare({"lo.la@example.org"}, {"lola@example.org"}) is emails.Level.DIFFERENT
    assert [emails.precision(e) for e in ("lola@example.org", "info@example.org")] == list(emails.Precision)
