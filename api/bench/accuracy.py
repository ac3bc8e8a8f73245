"""How right the product is on invented regions, by its own exports alone."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from api.bench.process import waterbed
from api.bench.region import ingested_region
from api.bench.table import Table
from ingest.simulation import WORLDS, scoring

Rows = list[dict[str, str]]


DECOY_COLUMNS = ("seed", "tier", "made of", "findings", "per 10,000 persons")


def accuracy(*, seeds: Sequence[int], encounters: int, world: str = "region") -> tuple[Table, Table, Table]:
    """Tables of linkage and findings, of demo stories, and of false rotations by decoy, a row a seed and more.

    Parameters
    ----------
    seeds
        Seeds of the regions.
    encounters
        About how many encounters each.
    world
        Name of the world they are drawn from.
    """
    measured = [_measured(seed, encounters, world) for seed in seeds]
    settings = f"World `{world}`, about {encounters:,} encounters, seeds {', '.join(map(str, seeds))}; own linkage."
    findings = Table(
        "Accuracy on invented regions",
        (
            "seed", "link precision", "link recall", "false-join persons per 1,000", "rotations flagged", "precision",
            "pattern and up", "its precision", "its group recall", "relocations", "reloc. precision", "reloc. recall",
            "reappearances", "reapp. precision",
        ),
        [m[0] for m in measured],
        settings,
    )  # fmt: skip
    stories = Table(
        "The demo's stories",
        ("seed", "reappearance", "rotation", "relocation", "displacement"),
        [m[1] for m in measured],
        settings,
        "Told from the data alone: someone met three times or more in Rotterdam and later in Capelle aan den IJssel, "
        "truly one person; a flagged rotation or pattern that is a planted group; a planted relocation; the planted "
        "displacement at ladder step 2 or higher with a true receiver.",
    )
    false = Table(
        "False rotations by what they were made of",
        DECOY_COLUMNS,
        [row for m in measured for row in m[2]],
        settings,
        "What a finding was made of: the commonest role of its persons in the truth, unless most of its encounters are "
        "of a raid day, most of its persons records of several people, or most of them carried in different groups.",
    )
    return findings, stories, false


Measured = tuple[dict[str, object], dict[str, object], list[dict[str, object]]]


def _measured(seed: int, encounters: int, world: str) -> Measured:
    with ingested_region(seed=seed, encounters=encounters, world=world) as (files, home):
        waterbed(home, ["analyse"])
        kinds = ("links", "rotations", "relocations", "reappearances", "displacements")
        rows = {kind: _exported(home, kind) for kind in kinds}
        return _scored(seed, rows, scoring.read_truth(files), world)


def _exported(home: Path, kind: str) -> Rows:
    ran = waterbed(home, ["export", kind, "--purpose", "bench", "--with-references"])
    return list(csv.DictReader(io.StringIO(ran.stdout)))


def _scored(seed: int, rows: dict[str, Rows], truth: scoring.Truth, world: str) -> Measured:
    links = rows["links"]
    linked = scoring.linkage(links, truth)
    shown = [r for r in rows["rotations"] if r["tier"] != "none"]
    flagged = scoring.rotations([r for r in shown if r["tier"] == "flagged"], links, truth)
    patterns = scoring.rotations(shown, links, truth)
    moved = scoring.relocations([r for r in rows["relocations"] if r["tier"] != "none"], truth, WORLDS[world])
    again = scoring.reappearances(rows["reappearances"], truth)
    told = [
        r
        for r in rows["reappearances"]
        if (r["municipalities_before"], r["municipality_now"]) == ("GM0599", "GM0502")
        and int(r["encounters_before"]) >= 3
    ]
    findings: dict[str, object] = {
        "seed": seed,
        "link precision": linked.precision,
        "link recall": linked.recall,
        "false-join persons per 1,000": 1000 * linked.persons_with_false_join / max(1, linked.persons),
        "rotations flagged": flagged.made,
        "precision": flagged.precision,
        "pattern and up": patterns.made,
        "its precision": patterns.precision,
        "its group recall": patterns.recall,
        "relocations": moved.made,
        "reloc. precision": moved.precision,
        "reloc. recall": moved.recall,
        "reappearances": again.made,
        "reapp. precision": again.precision,
    }
    stories: dict[str, object] = {
        "seed": seed,
        "reappearance": scoring.reappearances(told, truth).right > 0,
        "rotation": patterns.right > 0,
        "relocation": moved.right > 0,
        "displacement": scoring.displacement_found(rows["displacements"], truth),
    }
    persons = len({r["person_id"] for r in links})
    return findings, stories, _false(seed, {"flagged": flagged, "pattern and up": patterns}, persons)


def _false(seed: int, scored: Mapping[str, scoring.Found], persons: int) -> list[dict[str, object]]:
    """Rows of false findings by tier and decoy, the most frequent first; one row saying so where there are none."""
    return [
        {
            "seed": seed,
            "tier": tier,
            "made of": made_of,
            "findings": n,
            "per 10,000 persons": 10_000 * n / max(1, persons),
        }
        for tier, found in scored.items()
        for made_of, n in sorted(found.wrong_by.items(), key=lambda item: (-item[1], item[0])) or [("none", 0)]
    ]
