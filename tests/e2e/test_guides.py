"""The guides do what they say: that of the data officer is run as it stands, that of the analyst names what there is."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.house.sources import ROOT

GUIDES = ("guide.md", "guide-data-officer.md")


def blocks(name: str) -> list[str]:
    """Commands of a guide, block by block."""
    return re.findall(r"^```\n(.*?)^```$", (ROOT / "docs" / name).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", GUIDES)
def test_every_command_and_option_of_a_guide_is_in_the_list_of_commands(name: str) -> None:
    known = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    said = re.findall(r"\.venv/bin/waterbed (?:--home \S+ )?([^\n|#)]+)", "".join(blocks(name)))
    assert said
    for line in said:
        words = line.split()
        headings = (f"`waterbed {' '.join(words[:n])}`" for n in (2, 1))
        heading = next(h for h in headings if f"# {h}\n" in known)
        section = known.split(f"# {heading}\n", 1)[1].split("\n## ", 1)[0].split("\n### ", 1)[0]
        options = [w for w in words if re.fullmatch(r"-{1,2}[a-z-]+", w)]
        assert [o for o in options if not re.search(rf"[`| ,]{o}[ ,`]", section)] == [], line


@pytest.mark.slow
def test_the_data_officers_guide_ends_with_a_sealed_file_and_a_policy(tmp_path: Path) -> None:
    script = "set -e\n" + "".join(blocks("guide-data-officer.md"))
    plain = {k: v for k, v in os.environ.items() if not k.startswith("WATERBED_")} | {"HOME": str(tmp_path)}
    done = subprocess.run(["bash", "-c", script], cwd=ROOT, env=plain, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    to_mend = (tmp_path / "office" / "to-mend.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(to_mend) == 2
    assert "Gemeente" in to_mend[1]
    assert "Roterdam" not in "".join(to_mend)
    sealed = (tmp_path / "office" / "toezicht.sealed").read_bytes()
    assert sealed.startswith(b"PAR1")
    assert "Vadász".encode() not in sealed
