from datetime import date
from pathlib import Path

import pytest

from graph.errors import UnreadableFile
from ingest.layouts.check import doubts, dry_run, missing
from ingest.layouts.layout import Layout, parse_layout
from ingest.layouts.shown import words_shown
from ingest.policy import Policy
from tests.factories import KEYS
from viz.layout_check import dry_run_lines

TODAY = date(2026, 1, 1)
LAYOUT = """
[columns]
record_id = "Nr"
observed_on = "Datum"
status = "Oordeel"
given_name = "Voornaam"
[values.status]
ja = "PossibleVictimOfTrafficking"
nee = "NotAVictimOfTrafficking"
[constants]
source_id = "team"
reporter_type = "municipality"
municipality = "Rotterdam"
legal_basis = "b"
purpose = "p"
regime = "AVG"
"""


def layout(text: str = LAYOUT) -> Layout:
    return parse_layout(text, name="x")


def run(tmp_path: Path, *rows: str, policy: Policy | None = None) -> "dict[str, object]":
    path = tmp_path / "file.csv"
    path.write_text("\n".join(["Nr,Datum,Oordeel,Voornaam,Extra", *rows]) + "\n", encoding="utf-8")
    found = dry_run(path, layout(), policy=policy or Policy(), keys=KEYS, today=TODAY)
    return {name: getattr(found, name) for name in found.__slots__} | {"look": found.needs_a_look}


def test_a_layout_that_gives_what_its_kind_needs_is_fine() -> None:
    assert missing(layout()) == ()
    assert list(doubts(layout())) == []
    assert missing(layout('[columns]\nrecord_id = "Nr"\n[constants]\nregime = ""\n')) == (
        "source_id", "reporter_type", "observed_on", "municipality", "status", "legal_basis", "purpose", "regime",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('given_name = "X"', "same for everybody"),
        ('observed_on = "2024-01-01"', "same in every row"),
        ('consent_status = "given"', "everybody"),
        ('channel = "by pigeon"', "no word of the contract"),
        ('municipality = "Atlantis"', "no municipality"),
        ('source_id = "a b"', "letters, digits"),
    ],
)
def test_a_constant_that_cannot_be_true_of_all_rows_needs_a_look(more: str, said: str) -> None:
    kept = [
        line
        for line in LAYOUT.splitlines()
        if not line.startswith(more.split(maxsplit=1)[0] + " = ") or "Datum" in line
    ]
    (doubt,) = doubts(layout("\n".join(line for line in kept if "Voornaam" not in line) + f"\n{more}\n"))
    assert said in doubt


def test_words_that_mean_nothing_in_the_contract_need_a_look() -> None:
    found = list(doubts(layout('[columns]\nstatus = "S"\n[values.status]\na = "victim"\n[values.sex]\nvr = "V"\n')))
    assert len(found) == 2
    assert "'victim'" in found[0]
    assert "[values.sex] does nothing" in found[1]


def test_a_dry_run_says_what_would_become_of_every_row(tmp_path: Path) -> None:
    found = run(
        tmp_path,
        "1,2024-01-02,ja,Zlatka,x",
        "1,2024-01-02,ja,Zlatka,x",
        "2,2024-01-02,nee,Ilko,x",
        "3,2024-01-02,ja,,x",
        "4,1980-01-02,ja,Zsófia,x",
        *(f"{n},2024-01-02,misschien,Beatrys,x" for n in (5, 6, 7)),
        "8,2024-01-02,Ornelda,Ornelda,x",
    )
    outcomes = {"stored": 1, "again": 1, "reduced": 1, "premises_signal": 1, "rejected": 5}
    assert (found["rows"], found["outcomes"], found["look"]) == (9, outcomes, True)
    assert found["unknown_columns"] == ("Extra",)
    lines = "\n".join(
        dry_run_lines(found | {"untranslated": {"status": {"shown": {"misschien": 3}, "rarer": 1, "rows": 4}}})
    )
    assert '3 not translated: status "misschien"' in lines
    assert found["untranslated"] == {"status": words_shown("status", {"misschien": 3, "Ornelda": 1})}
    assert "Ornelda" not in lines + str(found)


def test_a_dry_run_asks_the_policy(tmp_path: Path) -> None:
    strict = Policy(bases={"other": 1}, purposes=frozenset({"p"}))
    found = run(tmp_path, "1,2024-01-02,ja,Zlatka,x", policy=strict)
    assert found["rejected_by_reason"] == {"legal_basis: not a basis that the policy lists": 1}
    assert run(tmp_path, "1,2024-01-02,ja,Zlatka,x")["look"] is False


def test_a_file_that_the_layout_does_not_fit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("A,B\n1,2\n")
    with pytest.raises(UnreadableFile, match="Nr"):
        dry_run(path, layout(), policy=Policy(), keys=KEYS, today=TODAY)


def test_controls_are_read_without_anybody_s_keys(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text(
        "source_id,record_id,municipality,from_date,until_date,controls\nt,1,GM0599,2024-01-01,2024-01-14,3\n"
    )
    assert dict(dry_run(path, None, policy=Policy(), keys=KEYS, today=TODAY).outcomes) == {"stored": 1}


def test_only_short_words_that_rows_share_are_ever_shown() -> None:
    unknown = {"misschien": 3, "Ornelda": 2, "zaak 12": 9, "a@b.c": 9, "lang " * 20: 9}
    shown = words_shown("status", unknown)
    assert shown is not None
    assert (dict(shown.shown), shown.rarer, shown.rows) == ({"misschien": 3}, 4, 32)
    for column, words in (("given_name", {"Ornelda": 9}), ("status", {f"w{chr(97 + n)}": 9 for n in range(26)})):
        found = words_shown(column, words)
        assert found is not None
        assert found.shown == {}
