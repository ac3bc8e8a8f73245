"""What a proposal never does: map in doubt, guess a basis, show what is somebody's own."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import LayoutError, UnreadableFile
from ingest.layouts.guess import Proposal, guess_layout, to_toml
from ingest.layouts.guess.headers import name_score
from ingest.layouts.guess.write import quoted
from ingest.layouts.layout import parse_layout
from tests.ingest.layouts.guess.renaming import DECOYS

TODAY = date(2026, 1, 1)
N = 30
STATUS = ["vermoedelijk slachtoffer", "geen signaal", "nog niet beoordeeld"]
BASE: dict[str, list[str]] = {
    "Zaaknummer": [f"Z{n:04}" for n in range(N)],
    "Datum controle": [f"{n % 27 + 1:02}-{n % 12 + 1:02}-2024" for n in range(N)],
    "Beoordeling": [STATUS[n % 3] for n in range(N)],
    "Gemeente": [("Rotterdam", "Schiedam")[n % 2] for n in range(N)],
}
PHONES = [f"06-0000 {n:04}" for n in range(N)]
BIRTHS = [f"{n % 27 + 1:02}-{n % 12 + 1:02}-{1975 + n % 25}" for n in range(N)]
DAYS = [f"{n % 27 + 1:02}-{n % 12 + 1:02}-2023" for n in range(N)]
NAMES = [("Zlatka", "Ilko", "Zsófia", "Beatrys", "Ornelda")[n % 5] for n in range(N)]
DOCUMENTS = [f"ROX{n:05}" for n in range(N)]
CONTENT = {
    "phones": PHONES, "emails": [f"x{n}@voorbeeld.test" for n in range(N)], "observed_on": DAYS, "birth_date": BIRTHS,
    "municipality": ["Rotterdam"] * N, "family_name": NAMES, "given_name": NAMES, "record_id": DOCUMENTS,
    "vehicle_plates": [f"{n:02}-AEU-{n % 9}" for n in range(N)], "nationality": ["Roemeense"] * N,
}  # fmt: skip


def write(path: Path, columns: dict[str, list[str]], *, title: str = "") -> Path:
    rows = [";".join(columns), *(";".join(cells) for cells in zip(*columns.values(), strict=True))]
    path.write_text(title + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def proposed(tmp_path: Path, more: dict[str, list[str]], *, title: str = "") -> Proposal:
    return guess_layout(write(tmp_path / "file.csv", BASE | more, title=title), today=TODAY)


def mapped(proposal: Proposal) -> dict[str, str]:
    return {g.header: g.column for g in proposal.columns}


@pytest.mark.parametrize("header", DECOYS)
def test_what_is_about_somebody_else_is_no_column_whatever_stands_there(tmp_path: Path, header: str) -> None:
    proposal = proposed(tmp_path, {header: CONTENT[DECOYS[header]]})
    assert header not in mapped(proposal)
    assert header in {one.header for one in proposal.not_mapped}


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Documentnummer", PHONES),
        ("Telefoon", DOCUMENTS),
        ("Geboortedatum", DAYS),
        ("Datum contact", BIRTHS),
        ("Kenteken", PHONES),
        ("Achternaam", DAYS),
        ("Nationaliteit", NAMES),
        ("Geslacht", NAMES),
        ("Betrouwbaarheid", NAMES),
        ("Vorm uitbuiting", NAMES),
        ("Adres", NAMES),
        ("E-mail", PHONES),
        ("Voornaam", [f"{a} {b}" for a, b in zip(NAMES, NAMES[1:] + NAMES[:1], strict=True)]),
    ],
)
def test_no_name_makes_up_for_what_stands_under_it(tmp_path: Path, header: str, cells: list[str]) -> None:
    assert header not in mapped(proposed(tmp_path, {header: cells}))


@pytest.mark.parametrize(
    ("header", "cells", "column"),
    [
        ("Naam", NAMES, None),
        ("Nummer", PHONES, "phones"),
        ("Locatie", ["hotel", "raam", "woning"] * (N // 3), "premises_kind"),
        ("X1", PHONES, None),
        ("Controle", [f"C{n // 3:03}" for n in range(N)], None),
        ("Kolom 7", BIRTHS, None),
        ("Telefoon", ["", "", PHONES[0]] + [""] * (N - 3), "phones"),
    ],
)
def test_a_doubtful_name_is_decided_by_content_or_left_out(
    tmp_path: Path, header: str, cells: list[str], column: str | None
) -> None:
    assert mapped(proposed(tmp_path, {header: cells})).get(header) == column


def test_a_bsn_is_no_column_at_all(tmp_path: Path) -> None:
    bsns = ["999900006", "999900018", "999900031"] * (N // 3)
    proposal = proposed(tmp_path, {"Documentnummer": bsns})
    assert {o.reason for o in proposal.not_mapped} == {"looks like a BSN: it may not be in the file"}
    assert "9999000" not in to_toml(proposal)


def test_of_two_columns_for_one_the_clearer_is_taken_and_twins_are_left_out(tmp_path: Path) -> None:
    one = proposed(tmp_path, {"Telefoon": PHONES, "Telefoon 2": PHONES})
    assert "phones" in mapped(one).values()
    assert mapped(one).get("Telefoon 2") is None
    twins = proposed(tmp_path, {"Voornaam": NAMES, "Roepnaam": NAMES})
    assert "given_name" not in mapped(twins).values()
    path = write(tmp_path / "twice.csv", BASE | {"Telefoon": PHONES})
    path.write_text(path.read_text().replace("Beoordeling;Gemeente", "Telefoon;Gemeente"))
    twice = guess_layout(path, today=TODAY)
    assert [o.reason for o in twice.not_mapped if o.header == "Telefoon"] == ["stands there twice"]


def test_a_basis_is_never_guessed(tmp_path: Path) -> None:
    text = to_toml(proposed(tmp_path, {"Juridisch": ["WGS art. 2.24"] * N, "Waarom": ["signalering"] * N}))
    layout = tomllib.loads(text)
    assert not {"legal_basis", "purpose"} & {*layout["columns"], *layout.get("constants", {})}
    assert '# legal_basis = ""  # never guessed' in text
    assert '# purpose = ""  # never guessed' in text
    assert "WGS" not in text


@pytest.mark.parametrize(("header", "is_read"), [("Grondslag", True), ("legal_basis", True), ("Grondslag zorg", False)])
def test_a_column_that_says_it_is_the_basis_is_read_as_one(tmp_path: Path, header: str, *, is_read: bool) -> None:
    found = mapped(proposed(tmp_path, {header: ["WGS art. 2.24"] * N}))
    assert (found.get(header) == "legal_basis") == is_read


def test_nothing_of_anybody_s_own_is_in_a_proposal(tmp_path: Path) -> None:
    statuses = [*["vermoedelijk slachtoffer"] * 20, *["zie dossier"] * 6, "Ornelda Trecase", "0600001234", "x", "x"]
    proposal = proposed(
        tmp_path,
        {
            "Beoordeling": statuses, "Voornaam": NAMES, "Telefoon": PHONES, "Documentnummer": DOCUMENTS,
            "Geboortedatum": BIRTHS, "Opmerking": ["woont bij Trecase"] * N,
            "Nationaliteit": [*["Roemeense"] * 28, "Zlatka", "Ornelda"],
        },
    )  # fmt: skip
    text = to_toml(proposal)
    personal = {*NAMES, *PHONES, *DOCUMENTS, *BIRTHS, "Trecase", "0600001234", *BASE["Zaaknummer"]}
    assert {value for value in personal if value in text} == set()
    assert '# "zie dossier" = ""' in text
    assert "# and 3 rarer words" in text
    assert proposal.values["status"] == {"vermoedelijk slachtoffer": "PossibleVictimOfTrafficking"}


def test_titles_above_the_headers_and_windows_1252_are_seen(tmp_path: Path) -> None:
    path = write(
        tmp_path / "file.csv", BASE | {"Nationaliteit": ["Viëtnamese"] * N}, title="Register 2024\n\nversie 2\n"
    )
    path.write_bytes(path.read_text(encoding="utf-8").encode("windows-1252"))
    proposal = guess_layout(path, today=TODAY)
    assert (proposal.sample.encoding, proposal.sample.delimiter) == ("windows-1252", ";")
    assert proposal.values["nationality"] == {"Viëtnamese": "VN"}
    # Blank lines are counted, as a spreadsheet counts them.
    assert proposal.sample.header_row == 4
    assert len(proposal.sample.rows) == N


@pytest.mark.parametrize(
    ("form", "expected", "ambiguous"),
    [
        ("{d:02}/{m:02}/2024", "%d/%m/%Y", False),
        ("2024-{m:02}-{d:02}", None, False),
        ("{d:02}.{m:02}.2024", "%d.%m.%Y", False),
        ("{m:02}/{d:02}/2024", "%m/%d/%Y", False),
        ("2024{m:02}{d:02}", "%Y%m%d", False),
        ("{s:02}/{m:02}/2024", "%d/%m/%Y", True),
    ],
)
def test_the_form_of_dates_is_seen_and_said_where_it_is_ambiguous(
    tmp_path: Path, form: str, expected: str | None, *, ambiguous: bool
) -> None:
    days = [form.format(d=n % 28 + 1, s=n % 11 + 1, m=n % 12 + 1) for n in range(N)]
    proposal = proposed(tmp_path, {"Datum controle": days})
    assert (proposal.date_format, proposal.date_is_ambiguous) == (expected, ambiguous)
    assert "observed_on" in mapped(proposal).values()


@pytest.mark.parametrize("content", [b"", b"a;b\n1;2\n", b"Zlatka;0600001234\nIlko;0600001235\n", b"\x00" * 99])
def test_a_file_without_headers_is_refused_without_a_word_of_it(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    with pytest.raises((LayoutError, UnreadableFile)) as error:
        guess_layout(path, today=TODAY)
    assert "Zlatka" not in str(error.value)
    assert "\n" not in str(error.value)


@given(st.text())
def test_any_text_is_quoted_so_that_toml_reads_it_back(text: str) -> None:
    as_read = text.encode("utf-8", "replace").decode()
    assert tomllib.loads(f"x = {quoted(text)}")["x"] == as_read
    assert "\n" not in quoted(text)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=5, unique=True))
def test_a_proposal_loads_whatever_the_headers_are(headers: list[str]) -> None:
    import tempfile  # noqa: PLC0415 - Hypothesis takes no fixture

    plain = {h.replace(";", "").replace('"', "").replace("\n", "").replace("\r", ""): NAMES for h in headers}
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder) / "file.csv", BASE | {h: c for h, c in plain.items() if h.strip()})
        try:
            text = to_toml(guess_layout(path, today=TODAY))
        except (LayoutError, UnreadableFile):
            return
    parse_layout(text, name="proposed")


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Geb.dat.", "birth_date"), ("gebdatum", "birth_date"), ("DateOfBirth", "birth_date"), ("Tel.nr", "phones"),
        ("telefoonnumer", "phones"), ("Nr. paspoort", "document_number"), ("ACHTERNAAM", "family_name"),
        ("Achternaam slachtoffer", "family_name"), ("prs_SecondName", "family_name"), ("hte_City", "municipality"),
        ("Nationaliteit (ISO)", "nationality"), ("Tussenv.", "name_prefix"), ("M/V", "sex"),
    ],
)  # fmt: skip
def test_names_are_known_abbreviated_glued_turned_and_misspelt(header: str, column: str) -> None:
    scores = {c: name_score(header, c) for c in ("birth_date", "phones", "document_number", "family_name", "sex",
              "municipality", "nationality", "name_prefix", "given_name", "observed_on", "record_id")}  # fmt: skip
    assert max(scores, key=scores.__getitem__) == column
    assert scores[column] >= 0.8
