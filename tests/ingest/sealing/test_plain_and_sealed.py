"""A file that was sealed brings in what the plain one would: the law that one graph rests on."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.formats import open_table
from ingest.key_rotation import Rotated, following
from ingest.layouts import load_layout
from ingest.pipeline.load import batch_id
from ingest.simulation import simulate
from tests.factories import KEYS
from tests.ingest.sealing.files import plain_in, seal_path, seal_table, sealed_in, table_of, told
from tests.ingest.test_samples import FILES, SAMPLES
from tests.shared import needs_shared

CELLS = {
    "source_id": st.sampled_from(["a", "b-1"]),
    "record_id": st.text(min_size=1, max_size=40),
    "reporter_type": st.sampled_from(["police", "care", "nobody"]),
    "observed_on": st.sampled_from(
        ["2024-03-17", "2024-03", "2024", "2024-03-17T21:40", "2024-10-27T02:30+01:00", "2099"]
    ),
    "municipality": st.sampled_from(["GM0599", "Bergen (NH.)", "GM9999"]),
    "premises_address": st.sampled_from(["", "Dorpsstraat 1", "3011 AB 12"]),
    "operation_id": st.sampled_from(["", "raid"]),
    "given_name": st.text(max_size=12),
    "family_name": st.text(max_size=12),
    "alias": st.sampled_from(["", "Zlata|Bela"]),
    "birth_date": st.sampled_from(["", "1999-04-12", "2008", "1999-13-40"]),
    "sex": st.sampled_from(["", "V", "M", "Q"]),
    "nationality": st.sampled_from(["", "NLD", "BG|RO"]),
    "document_number": st.sampled_from(["", "BGX84542"]),
    "phones": st.sampled_from(["", "+31600000115", "+31600000115|+31600000116", "bel mij"]),
    "emails": st.sampled_from(["", "zl@example.org"]),
    "status": st.sampled_from(["PossibleVictimOfTrafficking", "NotAVictimOfTrafficking", "Unassessed"]),
    "controller_ref": st.sampled_from(["", "EXP-07"]),
    "legal_basis": st.just("basis"),
    "purpose": st.just("purpose"),
    "regime": st.sampled_from(["AVG", "WPG"]),
    "consent_status": st.sampled_from(["", "given", "refused"]),
}


@given(st.lists(st.fixed_dictionaries(CELLS), max_size=8))
@settings(derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_rows_come_in_alike(tmp_path: Path, rows: list[dict[str, str]]) -> None:
    table = table_of(rows)
    report = seal_table(table, tmp_path / "rows.sealed", KEYS.region_key())
    plain = told(plain_in(table, KEYS, batch="b"))
    assert report.adds_up()
    assert [r.stored for r in told(sealed_in(tmp_path / "rows.sealed", KEYS))] == [p.stored for p in plain if p.stored]
    assert [r.linkage for r in told(sealed_in(tmp_path / "rows.sealed", KEYS))] == [
        p.linkage for p in plain if p.stored
    ]


@pytest.mark.parametrize("seed", [1, 2])
def test_a_region_of_several_parts_comes_in_alike_whatever_versions_the_keys_have(tmp_path: Path, seed: int) -> None:
    simulate(tmp_path, seed=seed, encounters=6_000)
    keys = KEYS
    for what in [Rotated.REGION, Rotated.CENTRE][: seed - 1]:
        keys = following(keys, what, random_bytes=lambda n: bytes((seed * 17 + n * i * i + 5) % 256 for i in range(n)))
    for path in (tmp_path / "controleteams_2024.csv", tmp_path / "politie_2024.csv"):
        report = seal_path(path, tmp_path / "x.sealed", keys)
        table = open_table(path)
        batch = batch_id(path, table, keys)
        plain, sealed = plain_in(table, keys, batch=batch), sealed_in(tmp_path / "x.sealed", keys)
        assert told(plain) == told(sealed)
        assert sum(len(p.rows) for p in sealed) == report.rows - report.rejected
        assert {row.encounter(1, None).batch_id for p in sealed for row in p.rows if not row.tally} == {batch}


@needs_shared
@pytest.mark.parametrize("name", [f for f in FILES if not f.startswith(("controles", "maatregelen"))])
def test_a_sample_comes_in_alike(tmp_path: Path, name: str) -> None:
    layout_file = SAMPLES / "layouts" / f"{Path(name).stem}.toml"
    layout = load_layout(layout_file) if layout_file.exists() else None
    seal_path(SAMPLES / name, tmp_path / "x.sealed", KEYS, layout)
    plain = told(plain_in(open_table(SAMPLES / name, layout), KEYS, batch="b"))
    assert told(sealed_in(tmp_path / "x.sealed", KEYS)) == plain
