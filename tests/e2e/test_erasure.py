"""Retention, holds, erasure and a subject's export as a privacy officer uses them, in one home from first to last."""

from pathlib import Path

import pytest

from tests.contract.homes import row, write
from tests.e2e.commands import new_home

pytestmark = [pytest.mark.embedded, pytest.mark.slow]

ZSOFIA, ILKO = "Zsofia Vadasz 1999-04-12", "Ilko Borev 1985-01-30"
POLICY = 'purposes = ["signalering"]\nplain_ingest = true\n[bases]\n"WGS art. 2.24" = {days}\n'
SAID = ("--why", "asked for it", "--by", "officer")


def test_a_privacy_officer_s_day(tmp_path: Path) -> None:
    file = tmp_path / "met.csv"
    write(
        file,
        [
            row("A1", "2024-01-02", "GM0599", ZSOFIA),
            row("A2", "2024-03-05", "GM0502", ZSOFIA),
            row("A3", "2010-03-05", "GM0502", ILKO),
        ],
    )
    with new_home(tmp_path / "home") as waterbed:
        policy = tmp_path / "home" / "policy.toml"
        policy.write_text(POLICY.format(days=0), encoding="utf-8")
        waterbed("ingest", file, code=0)
        assert "has no term" in waterbed("retention", "run", code=3).err
        policy.write_text(POLICY.format(days=3650), encoding="utf-8")
        links = waterbed("export", "links", "--purpose", "signalering", "--with-references", code=0).rows()
        person = next(r["person_id"] for r in links if r["encounter_ref"] == "team/A1")
        subject = waterbed("export", "subject", person, "--purpose", "signalering", code=0).rows()
        assert {r["kind"] for r in subject} == {"encounter", "judgement", "reappearance"}
        assert ("legal_basis", "WGS art. 2.24") in {(r["field"], r["value"]) for r in subject}
        held = waterbed("retention", "hold", "record", "team/A1", *SAID, code=0).out.split()[0]
        assert "legal hold" in waterbed("erase", "person", person, *SAID, code=3).err
        assert "over their term  1 (nothing" in waterbed("retention", "run", "--dry-run", code=0).out
        waterbed("retention", "run", code=0)
        waterbed("retention", "release", held, *SAID, code=0)
        waterbed("erase", "person", person, *SAID, code=0)
        waterbed("erase", "person", person, *SAID, code=2)
        again = waterbed("ingest", file, code=1)
        assert "3 rejected" in again.out + again.err
        assert waterbed("export", "links", "--purpose", "signalering", code=0).rows() == []
        assert waterbed("export", "alerts", code=0).rows() == []
        waterbed("audit", "verify", code=0)
