from datetime import date
from pathlib import Path

import pytest

from graph.errors import PolicyError
from graph.model import CONSENT_REQUIRED, ReporterType
from ingest.policy import Policy, doubts, summary
from ingest.policy_file import KEYS, demo_policy, load_policy, parse_policy
from viz.policy import policy_lines

SMALL = 'purposes = ["signalering"]\n'
BASES = '[bases]\n"WGS" = 10\n'


def parsed(more: str = "", bases: str = BASES) -> Policy:
    return parse_policy(f"{SMALL}{more}\n{bases}", name="p.toml")


def refusal(text: str) -> str:
    with pytest.raises(PolicyError) as error:
        parse_policy(text, name="p.toml")
    assert "\n" not in str(error.value)
    return str(error.value)


def test_no_file_is_an_open_policy(tmp_path: Path) -> None:
    policy = load_policy(tmp_path / "policy.toml")
    assert policy.is_open
    assert policy.accepts_basis("any")
    assert policy.expires_on("any", date(2024, 1, 1)) is None
    assert policy.consent_required == CONSENT_REQUIRED


def test_a_link_to_a_policy_that_is_gone_opens_nothing(tmp_path: Path) -> None:
    link = tmp_path / "policy.toml"
    link.symlink_to(tmp_path / "gone.toml")
    with pytest.raises(PolicyError, match="a link to a file that isn't there"):
        load_policy(link)


def test_what_a_policy_does_not_say_is_the_stricter_reading() -> None:
    policy = parsed()
    assert not policy.plain_ingest
    assert policy.match_unassessed is None
    assert policy.consent_required == CONSENT_REQUIRED
    assert policy.reporters == frozenset(ReporterType)
    assert not policy.accepts_basis("any")
    assert not policy.accepts_purpose("any")


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ('plain_ingest = "yes"', "plain_ingest"),
        ("plain_ingest = 1", "plain_ingest"),
        ("match_unassessed = true", "match_unassessed"),
        ('match_unassessed = "other"', "match_unassessed"),
        ('consent_required = ["carers"]', "consent_required"),
        ('consent_required = "care"', "consent_required"),
        ('reporters = ["police", "police"]', "reporters"),
        ("export_purposes = [1]", "export_purposes"),
        ('export_purposes = [" a"]', "export_purposes"),
        ('export_purposes = [""]', "export_purposes"),
        ("plain_ingestion = true", "plain_ingestion"),
        ("terms = 3", "terms"),
        ("terms = {vault = 3}", "terms"),
        ("terms = {premises_signals = -1}", "premises_signals"),
    ],
)  # fmt: skip
def test_a_wrong_key_is_named_in_one_line(more: str, key: str) -> None:
    said = refusal(f"{SMALL}{more}\n{BASES}")
    assert key in said
    assert "p.toml" in said


@pytest.mark.parametrize("days", ["-1", "true", "10.0", '"10"', "1000000", "[1]", "2024-01-01"])
def test_a_term_is_a_whole_number_of_days(days: str) -> None:
    assert '"WGS" is a whole number of days' in refusal(f'{SMALL}[bases]\n"WGS" = {days}\n')


@pytest.mark.parametrize(
    "text", ["", SMALL, BASES, "purposes = []\n" + BASES, f"{SMALL}[bases]\n", "not toml", "a\x00"]
)
def test_a_policy_without_bases_or_purposes_or_form_is_refused(text: str) -> None:
    refusal(text)


def test_files_that_cannot_be_read_are_refused_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b'purposes = ["\xe9"]')
    (tmp_path / "folder.toml").mkdir()
    for name in ("latin.toml", "folder.toml"):
        with pytest.raises(PolicyError, match=name):
            load_policy(tmp_path / name)


def test_a_term_ends_a_row_and_signals_about_premises_have_their_own() -> None:
    policy = parsed(bases='[bases]\n"WGS" = 10\n"new" = 0\n[terms]\npremises_signals = 3\n')
    day = date(2024, 2, 25)
    assert policy.expires_on("WGS", day) == date(2024, 3, 6)
    assert policy.expires_on("WGS", day, names_person=False) == date(2024, 2, 28)
    assert policy.expires_on("new", day) is None
    assert parsed().expires_on("WGS", day, names_person=False) == date(2024, 3, 6)


def test_a_basis_without_a_term_and_consent_not_asked_need_a_look() -> None:
    said = list(doubts(parsed('consent_required = ["care"]', '[bases]\n"WGS" = 0\n')))
    assert any('"WGS" has no term' in line for line in said)
    assert any("no consent is asked of education, hotline, other, platform, resident" in line for line in said)
    fine = parsed('export_purposes = ["analysis"]')
    assert list(doubts(fine)) == []


def test_a_reporter_who_may_not_report_needs_no_consent_rule() -> None:
    policy = parsed('export_purposes = ["x"]\nreporters = ["police"]\nconsent_required = []')
    assert list(doubts(policy)) == []
    assert not policy.accepts_reporter(ReporterType.CARE)


def test_the_demo_has_a_policy_that_is_fine_and_shows_every_key() -> None:
    text = demo_policy()
    policy = parse_policy(text, name="demo")
    assert policy.plain_ingest
    assert policy.export_purposes == frozenset({"demo"})
    assert [d for d in doubts(policy) if "consent" not in d] == []
    assert {key for key in KEYS if key not in text} == set()


def test_people_are_told_what_is_accepted_for_how_long_and_from_whom() -> None:
    said = "\n".join(policy_lines(summary(parsed('match_unassessed = "WGS"', '[bases]\n"WGS" = 730\n'))))
    for part in ("WGS  730 days (about 2.0 years)", "signalering", "hotline", "sealed ones only", "compared once"):
        assert part in said
    assert "Open: no policy file." in "\n".join(policy_lines(summary(Policy())))
