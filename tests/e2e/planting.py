"""Files in every format with planted values in every column that can hold text."""

import csv
import json
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from tests.canaries import planted

Row = dict[str, str]
TOWNS = ("GM0599", "GM0502", "GM0606")


@dataclass(frozen=True, slots=True)
class Planted:
    """Paths to ingest, the values in them, those that stand in a file's own name, and those in record numbers.

    The last two values are for the names of files that are left for a feed. ``adverts``: pairs of a phone and a
    number, for those who report in other ways than by a file.
    """

    files: tuple[Path, ...]
    values: tuple[str, ...]
    in_file_names: frozenset[str]
    in_records: frozenset[str]
    adverts: tuple[tuple[str, str], ...]


def plant(folder: Path) -> Planted:
    """Write the files: CSV, XLSX, Parquet, JSON Lines, HTCDS, controls, interventions, and one that is refused."""
    names, phones, documents = planted()
    values = cycle([*names, *phones, *documents])
    in_records: set[str] = set()
    file_names = iter(names)
    used = [next(file_names) for _ in range(7)]

    def rows(source: str, count: int) -> list[Row]:
        return [_row(source, i, n, names, phones, documents, in_records) for i, n in zip(range(count), values)]  # noqa: B905

    paths = [folder / f"{name.replace(' ', '_')}.{kind}" for name, kind in zip(used, _KINDS, strict=True)]
    _csv(paths[0], rows("team", 200))
    _workbook(paths[1], rows("toezicht", 60), sheet=names[9][:28])
    pq.write_table(pa.Table.from_pylist(rows("politie", 60)), paths[2])
    paths[3].write_text("".join(json.dumps(r) + "\n" for r in rows("zorg", 60)), encoding="utf-8")
    _csv(paths[4], [_htcds(r) for r in rows("keten", 60)])
    _csv(paths[5], [_control(n) for n, _ in zip(names, range(20))])  # noqa: B905
    _csv(paths[6], [_intervention(n, p) for n, p in zip(names, phones)])  # noqa: B905
    # No header: the first row of data stands where headings are looked for.
    headless = folder / "zonder_kop.csv"
    headless.write_text("\n".join(",".join(r.values()) for r in rows("kop", 5)), encoding="utf-8")
    broken = folder / "kapot.xlsx"
    broken.write_bytes(paths[1].read_bytes()[:3_000])
    paths += [headless, broken]
    return Planted(
        tuple(paths),
        (*names, *phones, *documents),
        frozenset({*used, *documents[-2:]}),
        frozenset(in_records),
        tuple(zip(phones[:20], documents[:20], strict=True)),
    )


_KINDS = ("csv", "xlsx", "parquet", "jsonl", "csv", "csv", "csv")


def _row(
    source: str, i: int, free: str, names: list[str], phones: list[str], documents: list[str], in_records: set[str]
) -> Row:
    given, family = names[i % len(names)], names[(i * 7 + 3) % len(names)]
    phone, document = phones[i % len(phones)], documents[i % len(documents)]
    record = (given, phone, document, free)[i % 4]
    in_records.add(record)
    row = {
        "source_id": source,
        "record_id": f"{record} {i}",
        "reporter_type": "municipality",
        "channel": "signal" if i % 5 == 0 else "control",
        "observed_on": f"2024-{i % 12 + 1:02d}-{i % 28 + 1:02d}",
        "municipality": TOWNS[i // 3 % 3],
        "premises_kind": "hotel",
        "premises_address": f"{family}straat {i}, {phone}",
        "operation_id": free,
        "given_name": given,
        "name_prefix": "van der",
        "family_name": family,
        "alias": f"{names[(i + 11) % len(names)]}|{free}",
        "birth_date": f"199{i % 8}-0{i % 8 + 1}-1{i % 9}",
        "sex": "V",
        "nationality": "RO",
        "document_number": document,
        "phones": f"{phone}|0{phones[(i + 1) % len(phones)][3:]}",
        "emails": f"{documents[(i + 2) % len(documents)]}@voorbeeld.example".lower(),
        "advert_ids": f"{document} {i}",
        "vehicle_plates": "12-ABC-3",
        "status": "PossibleVictimOfTrafficking",
        "exploitation_form": "sexual",
        "controller_ref": free,
        "reliability": "B2",
        "legal_basis": "WGS art. 2.24",
        "purpose": "signalering",
        "regime": "AVG",
        "consent_status": "given",
        "opmerking": f"sprak met {free} en {family}, bel {phone}",
    }
    # One in ten spoils a cell with a planted value: needed cells refuse the row, others are left empty.
    spoilt = ("observed_on", "municipality", "status", "regime", "sex", "nationality", "birth_date", "phones")
    if i % 10 == 9:
        row[spoilt[i // 10 % len(spoilt)]] = free
    if i % 13 == 12:
        row["status"] = "NotAVictimOfTrafficking" if i % 2 else "Unassessed"
    if i % 17 == 16:
        row["opmerking"] = f"{free} 111222333"
    return row


def _htcds(row: Row) -> Row:
    names = {
        "given_name": "prs_FirstName", "name_prefix": "prs_MiddleName", "family_name": "prs_SecondName",
        "birth_date": "prs_Birthdate", "sex": "prs_Gender", "nationality": "prs_Citizenship",
        "phones": "prs_MobilePhone", "emails": "prs_Email", "document_number": "prs_IdentityNumber",
        "status": "vic_TraffickingStatus",
    }  # fmt: skip
    return {names.get(column, column): value for column, value in row.items()}


def _control(name: str) -> Row:
    return {
        "source_id": "team",
        "record_id": f"C {name}",
        "municipality": "GM0599",
        "from_date": "2024-01-01",
        "until_date": "2024-01-14",
        "controls": "9",
        "operation_id": name,
        "opmerking": name,
    }


def _intervention(name: str, phone: str) -> Row:
    number = sum(name.encode())
    return {
        "intervention_id": f"M-{number}-{phone[-4:]}",
        "municipality": "GM0599",
        "effective_on": "2024-06-01",
        "kind": "closure",
        "premises_kind": "hotel",
        "description": f"sluiting na melding van {name}, {phone}",
    }


def _columns(rows: list[Row]) -> list[str]:
    return list(dict.fromkeys(column for row in rows for column in row))


def _csv(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, _columns(rows), restval="")
        writer.writeheader()
        writer.writerows(rows)


def _workbook(path: Path, rows: list[Row], *, sheet: str) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    columns = _columns(rows)
    page.append(columns)
    for row in rows:
        page.append([row.get(c, "") for c in columns])
    book.save(path)
