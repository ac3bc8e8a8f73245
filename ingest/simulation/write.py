"""Write an invented region: contract files by kind of register, and the truth beside them."""

import csv
import json
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from ingest.contract import CONTROL_COLUMNS, ENCOUNTER_COLUMNS, INTERVENTION_COLUMNS
from ingest.simulation import registers
from ingest.simulation.meetings import Region
from ingest.simulation.registers import FORTNIGHT, day_of
from ingest.simulation.world import TREATED, World

Row = dict[str, str]
_PLACE = {column: i for i, column in enumerate(ENCOUNTER_COLUMNS)}
_SOURCE, _RECORD, _OBSERVED = (_PLACE[c] for c in ("source_id", "record_id", "observed_on"))


class Line(NamedTuple):
    """A row in the order of the contract's columns, and the truth about it; no person for a signal about premises."""

    cells: tuple[str, ...]
    person: str
    role: str
    operation: str


def packed(row: Mapping[str, str]) -> tuple[str, ...]:
    """Return the cells in the order of the contract's columns."""
    return tuple(row.get(column, "") for column in ENCOUNTER_COLUMNS)


def write_files(out: Path, lines: list[Line], region: Region) -> dict[str, int]:
    """Write all files; rows by file name.

    Record numbers are given in the order of dates, those of one date in no order, so that neither they nor the order
    of rows tell who is who. ``lines`` is emptied.
    """
    truth = out / "truth"
    truth.mkdir(parents=True, exist_ok=True)
    # Drawn person by person: shuffled first, so that a stable sort leaves those of one date in no order.
    random.Random(len(lines)).shuffle(lines)
    lines.sort(key=lambda line: (line.cells[_SOURCE], line.cells[_OBSERVED]))
    files: dict[str, list[tuple[str, ...]]] = {}
    known, numbers = [], Counter[str]()
    for line in lines:
        source, observed = line.cells[_SOURCE], line.cells[_OBSERVED]
        numbers[source] += 1
        record = f"{source[:3].upper()}-{numbers[source]:06d}"
        cells = (*line.cells[:_RECORD], record, *line.cells[_RECORD + 1 :])
        files.setdefault(_file_of(source, observed[:4]), []).append(cells)
        known.append((source, record, line.person, line.role, line.operation))
    lines.clear()
    written = {}
    for name, content in sorted(files.items()):
        content.sort(key=itemgetter(_OBSERVED, _SOURCE, _RECORD))
        written[name] = _write(out / name, ENCOUNTER_COLUMNS, content)
    measures = _measures(region.world)
    written["controles.csv"] = _write_rows(out / "controles.csv", CONTROL_COLUMNS, _controls(region))
    written["maatregelen.csv"] = _write_rows(out / "maatregelen.csv", INTERVENTION_COLUMNS, measures)
    _write(truth / "records.csv", ("source_id", "record_id", "person", "role", "operation"), known)
    persons = ((p.id, p.role, p.group or "") for p in region.persons)
    _write(truth / "persons.csv", ("person", "role", "group"), persons)
    (truth / "planted.json").write_text(json.dumps(region.planted, indent=1, sort_keys=True), encoding="utf-8")
    return written


def _file_of(source: str, year: str) -> str:
    if source.startswith("politie"):
        return f"politie_{year}.csv"
    if source == registers.CARE:
        return f"zorg_{year}.csv"
    if source == registers.HOTLINE:
        return f"meldpunt_{year}.csv"
    return f"controleteams_{year}.csv"


def _controls(region: Region) -> Iterable[Row]:
    world = region.world
    for i, v in enumerate(region.visits):
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


def _write_rows(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> int:
    return _write(path, columns, (tuple(row.get(c, "") for c in columns) for row in rows))


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        n = 0
        for n, row in enumerate(rows, start=1):  # noqa: B007 - counted as they are written
            writer.writerow(row)
    return n
