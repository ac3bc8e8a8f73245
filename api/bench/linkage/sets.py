"""Sets to link, with the truth: as keyed tokens and, for the peer, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from api.bench.linkage import febrl
from api.bench.linkage.plain import PlainNumbers, plain_model, plain_table
from ingest.keyring import Keyring
from ingest.linkage.model import SHIPPED, Model
from ingest.linkage.tokens import SCHEMA, Tokeniser
from ingest.simulation.registry import Registry, reports_of

PERSON_COLUMNS = {
    "family_name": "family_exact", "given_name": "given_exact", "birth_date": "birth_full",
    "document_number": "document_exact",
}  # fmt: skip
FEBRL_COLUMNS = {
    "family_name": "family_exact", "given_name": "given_exact", "birth_date": "birth_full", "street": "street_exact", "place": "place_exact",
    "suburb": "suburb_exact", "street_number": "number_exact", "postcode": "postcode_exact",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LinkageSet:
    """Records with the truth. ``start`` is the model to train from, ``plain_start`` that of the peer."""

    name: str
    tokens: pa.Table
    plain: pa.Table
    truth: Mapping[str, str]
    start: Model
    plain_start: Model
    group: str | None
    is_person: bool
    lookalikes: Sequence[tuple[str, str, str]] = field(default=())


def bench_keyring() -> Keyring:
    """Keys for benchmarks: fixed, so that two runs give the same tokens."""
    return Keyring(*(bytes([i]) * 16 + bytes(range(16)) for i in range(1, 7)))


def febrl_set(number: int) -> LinkageSet:
    """FEBRL set 3 or 4 without the security number."""
    records, persons = febrl.febrl(number)
    rows = list(febrl.token_rows(records, Tokeniser(bench_keyring())))
    schema = _schema(rows)
    plain = list(febrl.token_rows(records, Tokeniser(PlainNumbers())))
    return LinkageSet(
        name=f"febrl{number}, without SSN",
        tokens=pa.Table.from_pylist(rows, schema=schema),
        plain=plain_table(plain, schema),
        truth={row["encounter"]: person for row, person in zip(rows, persons, strict=True)},
        start=febrl.START,
        plain_start=plain_model(febrl.START, FEBRL_COLUMNS),
        group=None,
        is_person=False,
    )


def registry_set(name: str, drawn: Registry, *, with_plain: bool = True) -> LinkageSet:
    """An invented registry, its rows read and tokenised as an ingest does."""
    reports = reports_of(drawn)
    ids = list(reports)
    some = list(reports.values())
    plain = Tokeniser(PlainNumbers()).table(some, ids) if with_plain else SCHEMA.empty_table()
    return LinkageSet(
        name=name,
        tokens=Tokeniser(bench_keyring()).table(some, ids),
        plain=plain,
        truth={f"e{i:07d}": person for i, person in enumerate(drawn.persons) if f"e{i:07d}" in reports},
        start=SHIPPED,
        plain_start=plain_model(SHIPPED, PERSON_COLUMNS),
        group="nationalities",
        is_person=True,
        lookalikes=drawn.lookalikes,
    )


def _schema(rows: Sequence[Mapping[str, object]]) -> pa.Schema:
    known = {f.name: f.type for f in SCHEMA}
    columns = dict.fromkeys(c for row in rows for c in row)

    def kind(column: str) -> pa.DataType:
        if column in known:
            return known[column]
        if column.endswith(("_deletions", "_wildcards")):
            return pa.list_(pa.int32())
        if column.endswith("_words"):
            return pa.list_(pa.int64())
        return pa.bool_() if "_is_" in column else pa.int64()

    return pa.schema([(c, kind(c)) for c in columns])
