"""Write an invented region: contract files by kind of register, and the truth beside them."""

import csv
import json
import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from ingest.contract import CONTROL_COLUMNS, ENCOUNTER_COLUMNS, INTERVENTION_COLUMNS
from ingest.simulation import registers
from ingest.simulation.registers import FORTNIGHT, Visits, day_of
from ingest.simulation.world import TREATED, World

Row = dict[str, str]


def write_files(
    out: Path,
    rows: Sequence[tuple[Row, str | None, str]],
    planted: Mapping[str, object],
    visits: Sequence[Visits],
    world: World,
) -> dict[str, int]:
    """Write all files; rows by file name.

    Record numbers are given anew in the order of dates, so that neither they nor the order of rows tell who is who.
    """
    truth = out / "truth"
    truth.mkdir(parents=True, exist_ok=True)
    ordered = sorted(rows, key=lambda r: (r[0]["source_id"], r[0]["observed_on"], _shuffled(r[0])))
    files: dict[str, list[Row]] = {}
    known: list[Row] = []
    numbers: dict[str, int] = {}
    for row, person, role in ordered:
        source = row["source_id"]
        numbers[source] = numbers.get(source, 0) + 1
        record = f"{source[:3].upper()}-{numbers[source]:06d}"
        files.setdefault(_file_of(source, row["observed_on"][:4]), []).append(row | {"record_id": record})
        known.append({"source_id": source, "record_id": record, "person": person or "", "role": role})
    written = {}
    for name, content in sorted(files.items()):
        by_date = sorted(content, key=lambda r: (r["observed_on"], r["source_id"], r["record_id"]))
        written[name] = _write(out / name, ENCOUNTER_COLUMNS, by_date)
    written["controles.csv"] = _write(out / "controles.csv", CONTROL_COLUMNS, _controls(visits, world))
    written["maatregelen.csv"] = _write(out / "maatregelen.csv", INTERVENTION_COLUMNS, _measures(world))
    _write(truth / "records.csv", ("source_id", "record_id", "person", "role"), known)
    (truth / "planted.json").write_text(json.dumps(planted, indent=1, sort_keys=True), encoding="utf-8")
    return written


def _shuffled(row: Row) -> float:
    return random.Random(f"{row['source_id']} {row['record_id']}").random()


def _file_of(source: str, year: str) -> str:
    if source.startswith("politie"):
        return f"politie_{year}.csv"
    if source == registers.CARE:
        return f"zorg_{year}.csv"
    if source == registers.HOTLINE:
        return f"meldpunt_{year}.csv"
    return f"controleteams_{year}.csv"


def _controls(visits: Sequence[Visits], world: World) -> Iterable[Row]:
    for i, v in enumerate(visits):
        last = min(v.first_day + FORTNIGHT, world.days) - 1
        yield {
            "source_id": v.source,
            "record_id": f"I-{i:06d}",
            "municipality": v.town,
            "from_date": day_of(world, v.first_day).isoformat(),
            "until_date": day_of(world, last).isoformat(),
            "controls": str(v.visits),
            "hours": str(v.visits * 3),
        }


def _measures(world: World) -> Iterable[Row]:
    outreach = world.begin + timedelta(days=300)
    yield {
        "intervention_id": "S-OUTREACH",
        "municipality": "GM0505",
        "effective_on": outreach.isoformat(),
        "kind": "outreach",
        "until_date": (outreach + timedelta(days=27)).isoformat(),
        "description": "voorlichting (verzonnen)",
    }
    if world.closure:
        yield {
            "intervention_id": "S-CLOSURE",
            "municipality": TREATED,
            "effective_on": day_of(world, world.closure_day).isoformat(),
            "kind": "window_closure",
            "premises_kind": "window",
            "description": "sluiting van ramen (verzonnen)",
        }


def _write(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> int:
    n = 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow(row)
            n += 1
    return n
