"""Rows of controls and interventions files."""

import json
from collections.abc import Iterable, Iterator
from datetime import timedelta

from graph.model import Control, Intervention, InterventionKind, PremisesKind
from ingest.fields import text
from ingest.formats import RawRow
from ingest.pseudonyms import Tokens
from ingest.reader import Reader, Refused
from ingest.report import Rejection
from ingest.validation import read_rows


def read_controls(
    rows: Iterable[RawRow], reader: Reader, tokens: Tokens, *, batch_id: str
) -> Iterator[Control | Rejection]:
    """Each row of a controls file: a control or a rejection."""
    return read_rows(rows, lambda row: _control(row, reader, tokens, batch_id))


def read_interventions(
    rows: Iterable[RawRow], reader: Reader, tokens: Tokens, *, batch_id: str
) -> Iterator[Intervention | Rejection]:
    """Each row of an interventions file: an intervention or a rejection."""
    return read_rows(rows, lambda row: _intervention(row, reader, tokens, batch_id))


def _control(row: RawRow, reader: Reader, tokens: Tokens, batch_id: str) -> Control:
    cells = row.cells
    source = reader.source(cells)
    record = reader.needed(cells, "record_id")
    said_town = reader.needed(cells, "municipality")
    begin, end = reader.day(cells, "from_date"), reader.day(cells, "until_date")
    if begin > reader.today:
        column, reason = "from_date", "date in the future"
        raise Refused(column, reason)
    if end < begin:
        column, reason = "until_date", "ends before it begins"
        raise Refused(column, reason)
    town = reader.town(said_town, "municipality", begin, end)
    controls = _number(reader.needed(cells, "controls"), "controls")
    hours = _optional_number(row, "hours", reader)
    met = _optional_number(row, "persons_met", reader)
    operation = text.clean(cells.get("operation_id", ""))
    kind = reader.optional(cells, "premises_kind", PremisesKind)
    said = [source, record, town, begin.isoformat(), end.isoformat(), controls, hours, kind, operation, met]
    return Control(
        id=tokens.token("control", f"{source}\x1f{record}"),
        source_id=source,
        municipality=town,
        from_date=begin,
        until_date=end,
        controls=int(controls),
        hours=hours,
        premises_kind=kind,
        operation_id=tokens.token("operation", operation) if operation else None,
        persons_met=None if met is None else int(met),
        content_digest=tokens.token("content", json.dumps(said)),
        batch_id=batch_id,
    )


def _intervention(row: RawRow, reader: Reader, tokens: Tokens, batch_id: str) -> Intervention:
    cells = row.cells
    name = reader.needed(cells, "intervention_id")
    said_town = reader.needed(cells, "municipality")
    begin = reader.day(cells, "effective_on")
    kind = reader.one_of(cells, "kind", InterventionKind)
    end = reader.day(cells, "until_date") if cells.get("until_date", "").strip() else None
    if end is not None and end < begin:
        column, reason = "until_date", "ends before it begins"
        raise Refused(column, reason)
    last = end or begin + timedelta(days=1)
    towns = [reader.town(said_town, "municipality", begin, last)]
    targets = text.values(cells.get("target_municipalities", ""))
    towns.extend(reader.town(target, "target_municipalities", begin, last) for target in targets)
    premises = reader.optional(cells, "premises_kind", PremisesKind)
    covered = tuple(dict.fromkeys(towns))
    if reader.policy.towns is not None and not reader.policy.towns.issuperset(covered):
        column, reason = "municipality", "whoever sent this may not tell of measures there"
        raise Refused(column, reason)
    said = [name, *covered, begin.isoformat(), end.isoformat() if end else None, kind, premises]
    return Intervention(
        id=name,
        municipalities=covered,
        effective_on=begin,
        until_date=end,
        kind=kind,
        premises_kind=premises,
        content_digest=tokens.unkeyed("content", json.dumps(said)),
        batch_id=batch_id,
    )


def _number(said: str, column: str) -> float:
    try:
        value = float(said.replace(",", "."))
    except ValueError:
        value = -1.0
    if not 0 <= value < 1e9:
        raise Refused(column, "not a number of visits")
    return value


def _optional_number(row: RawRow, column: str, reader: Reader) -> float | None:
    said = row.cells.get(column, "").strip()
    if not said:
        return None
    try:
        return _number(said, column)
    except Refused:
        reader.notes.wrong_cells[column] += 1
        return None
