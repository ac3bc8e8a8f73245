"""A signal is read by the rules for rows of files, names nobody without consent, and lies sealed until it is stored."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.intake.signal import Defects, Signal, keep_signal, number_of, read_signal
from api.intake.signals_file import Register, SignalSettings, code_digest, load_signal_settings, new_code
from graph.errors import KeyringMissing, PolicyError
from graph.model import Consent, ReporterType
from ingest.policy import Policy
from ingest.sealing.read import is_sealed
from tests.canaries import Scanner
from tests.factories import KEYS
from tests.ingest.sealing.files import sealed_in

NOW = datetime(2024, 9, 1, 12, tzinfo=UTC)
CODE, DIGEST = "ab12 cd34", code_digest("ab12cd34")
RESIDENTS = Register("meldpunt", ReporterType.RESIDENT, "basis", "purpose")
CARE = Register("zorg", ReporterType.CARE, "basis", "purpose", code=DIGEST)
SETTINGS = SignalSettings(RESIDENTS, (CARE,))
PLACE = {"municipality": "Rotterdam", "observed_on": "2024-08", "premises_address": "Fictiestraat 12"}
PERSON = {"given_name": "Qvaldymesh", "family_name": "Zwypackiqvell", "birth_date": "1990-04-23", "sex": "V"}


def read(given: dict[str, str], code: str = "", settings: SignalSettings = SETTINGS) -> Signal | Defects:
    return read_signal(given, settings, Policy(), code=code, number="N", now=NOW)


def reasons(given: dict[str, str], code: str = "", settings: SignalSettings = SETTINGS) -> set[str]:
    found = read(given, code, settings)
    assert isinstance(found, Defects)
    return set(found.reasons)


def test_a_resident_tells_where_and_when_and_nothing_of_a_person_is_kept() -> None:
    found = read({**PLACE, **PERSON, "consent_status": "given", "phones": "06 0000 1234"})
    assert isinstance(found, Signal)
    assert found.cells["reporter_type"] == "resident"
    assert not {*PERSON, "consent_status"} & set(found.cells)
    assert "reliability" not in found.cells


@pytest.mark.parametrize("consent", ["", "refused", "unknown", "not_required"])
def test_a_professional_names_somebody_only_with_consent(consent: str) -> None:
    assert reasons({**PLACE, **PERSON, "consent_status": consent}, CODE) == {"consent_status"}
    assert isinstance(read({**PLACE, "consent_status": consent}, CODE), Signal)


def test_with_consent_and_a_code_a_person_comes_into_the_organisation_s_own_register() -> None:
    found = read({**PLACE, **PERSON, "consent_status": "given"}, CODE)
    assert isinstance(found, Signal)
    assert (found.cells["source_id"], found.cells["reporter_type"]) == ("zorg", "care")
    assert found.cells["family_name"] == PERSON["family_name"]
    assert "zorg" in repr(found)
    assert PERSON["family_name"] not in repr(found)


def test_who_needs_no_consent_by_law_is_not_asked_for_it() -> None:
    police = replace(CARE, reporter_type=ReporterType.POLICE)
    assert isinstance(read({**PLACE, **PERSON}, CODE, replace(SETTINGS, organisations=(police,))), Signal)


@pytest.mark.parametrize(
    ("given", "column"),
    [
        ({"municipality": ""}, "municipality"),
        ({"municipality": "Verzonnendam"}, "municipality"),
        ({"observed_on": ""}, "observed_on"),
        ({"observed_on": "2024-13"}, "observed_on"),
        ({"observed_on": "2024-09-02"}, "observed_on"),
        ({"phones": "bel mij"}, "phones"),
        ({"premises_kind": "palace"}, "premises_kind"),
        ({"premises_address": "x" * 201}, "premises_address"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(given: dict[str, str], column: str) -> None:
    assert reasons({**PLACE, **given}) == {column}


def test_a_wrong_code_a_bsn_and_another_region_are_refused() -> None:
    assert reasons(PLACE, "nonsense") == {"code"}
    assert reasons({**PLACE, **PERSON, "given_name": "111222333", "consent_status": "given"}, CODE) == {"given_name"}
    assert reasons(PLACE, settings=replace(SETTINGS, municipalities=frozenset({"GM0502"}))) == {"municipality"}


def test_a_signal_lies_sealed_and_comes_in_as_the_row_that_it_is(tmp_path: Path) -> None:
    given = {**PLACE, **PERSON, "consent_status": "given", "phones": "06 0000 1234"}
    found = read(given, CODE)
    assert isinstance(found, Signal)
    path = keep_signal(found, tmp_path, KEYS, Policy(), now=NOW)
    assert is_sealed(path)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    assert Scanner([PERSON["given_name"], PERSON["family_name"], "+31600001234"]).scan("file", path.read_bytes()) == []
    ((row,),) = [part.rows for part in sealed_in(path, KEYS)]
    met = row.encounter(1, None)
    assert (row.record_id, met.municipality, met.channel, met.consent) == ("N", "GM0599", "signal", Consent.GIVEN)
    assert met.names_person
    assert met.premises_id


def test_a_home_without_the_region_s_key_keeps_no_signal(tmp_path: Path) -> None:
    found = read(PLACE)
    assert isinstance(found, Signal)
    with pytest.raises(KeyringMissing, match="given the region key away"):
        keep_signal(found, tmp_path, replace(KEYS, region=b"", mark=KEYS.mark), Policy(), now=NOW)
    assert list(tmp_path.iterdir()) == []


def test_a_number_is_the_same_for_one_filling_in_and_tells_nothing() -> None:
    one, again, other = (number_of(KEYS, once) for once in ("a", "a", "b"))
    assert one == again != other
    assert len(one) == 17
    assert {"1", "0", "I", "O", "L", "U"}.isdisjoint(one)


SAID = """source_id = "meldpunt"
legal_basis = "basis"
purpose = "purpose"
municipalities = ["GM0599"]
[organisations.zorg]
reporter_type = "care"
legal_basis = "basis"
purpose = "purpose"
"""
LISTED = Policy(bases={"basis": 1}, purposes=frozenset({"purpose"}))


def test_the_file_of_signals_is_read_as_written(tmp_path: Path) -> None:
    code, digest = new_code()
    path = tmp_path / "signals.toml"
    path.write_text(f'{SAID}code_sha256 = "{digest}"\n', encoding="utf-8")
    settings = load_signal_settings(path, LISTED)
    assert settings is not None
    register = settings.with_code(f" {code.upper()} ")
    assert register is not None
    assert register.source_id == "zorg"
    assert settings.with_code("") is None
    assert settings.takes("GM0599")
    assert not settings.takes("GM0502")


def test_without_a_file_signals_are_taken_only_where_no_policy_says_on_which_basis(tmp_path: Path) -> None:
    assert load_signal_settings(tmp_path / "signals.toml", Policy()) is not None
    assert load_signal_settings(tmp_path / "signals.toml", LISTED) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (SAID, "code_sha256"),
        (SAID.replace('"basis"', '"other"', 1), "legal_basis that the policy doesn't list"),
        (SAID.replace('"purpose"', '"other"', 1), "purpose that the policy doesn't list"),
        (SAID.replace("GM0599", "GM9999"), "list of codes"),
        (SAID.replace("source_id", "source"), "not a key"),
        ('source_id = "meldpunt"', "needs source_id"),
        ("organisations = 3", "needs source_id"),
    ],
)
def test_a_file_that_can_not_be_used_says_why_in_a_line(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "signals.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError, match=why) as refused:
        load_signal_settings(path, LISTED)
    assert "\n" not in str(refused.value)
