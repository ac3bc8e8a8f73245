"""Candidate pairs and their match probabilities, by Splink on DuckDB in memory."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from ingest.linkage import shared
from ingest.linkage.columnar import columnar
from ingest.linkage.model import REVIEW_FROM, SHIPPED, Model


@dataclass(frozen=True, slots=True)
class Pair:
    """Two encounters (left < right), how probable it is that they are one person, and the level of each field."""

    left: str
    right: str
    probability: float
    match_weight: float
    levels: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Patterns:
    """Patterns of levels, one a field in the order of a model's comparisons, and how many pairs show each."""

    levels: tuple[tuple[str, ...], ...]
    counts: tuple[int, ...]


def predict_pairs(
    new: pa.Table,
    stored: pa.Table,
    *,
    model: Model = SHIPPED,
    probability_from: float = REVIEW_FROM,
    threads: int = 2,
    among_new: bool = True,
) -> Iterator[Pair]:
    """Pairs between new records and stored ones, and among the new, from a probability upwards.

    The same pairs come out whether records arrive together or one after another: a pair's probability depends on
    nothing but the two records, the model, and how many names use an identifier that both carry.

    Parameters
    ----------
    new, stored
        Linkage tables (:data:`ingest.linkage.tokens.SCHEMA`); no encounter is in both.
    model
        Weights and rules.
    probability_from
        Lowest probability of a pair that is given.
    threads
        Threads that DuckDB may use.
    among_new
        Whether new records are compared with each other too, or with the stored ones alone.
    """
    if not len(new):
        return
    predicted = _predicted(new, stored, model, probability_from=probability_from, threads=threads, among_new=among_new)
    with predicted as (connection, tables):
        for table in tables:
            yield from _pairs(connection, table, model)


def level_patterns(records: pa.Table, model: Model, *, threads: int = 2) -> Patterns:
    """How many of the pairs that blocking proposes show which levels.

    Parameters
    ----------
    records
        Linkage table.
    model
        Levels and rules.
    threads
        Threads that DuckDB may use.
    """
    fields = [c.field for c in model.comparisons]
    gammas = ", ".join(f"gamma_{field}" for field in fields)
    with _predicted(records, records.slice(0, 0), model, probability_from=None, threads=threads) as (
        connection,
        tables,
    ):
        query = f"SELECT {gammas}, count(*) FROM {tables[0]} GROUP BY ALL ORDER BY ALL"  # noqa: S608 - Splink's names
        rows = connection.execute(query).fetchall()
    said = tuple(tuple(model.level(f, int(n)).name for f, n in zip(fields, row[:-1], strict=True)) for row in rows)
    return Patterns(said, tuple(int(row[-1]) for row in rows))


@contextmanager
def _predicted(
    new: pa.Table,
    stored: pa.Table,
    model: Model,
    *,
    probability_from: float | None,
    threads: int,
    among_new: bool = True,
) -> Iterator[tuple[duckdb.DuckDBPyConnection, list[str]]]:
    """Tables of scored pairs: among the new, and between them and those stored."""
    from splink import DuckDBAPI, Linker  # noqa: PLC0415 - half a second that only linking needs

    logging.getLogger("splink").setLevel(logging.ERROR)
    with columnar(threads=threads) as connection, warnings.catch_warnings():
        # Splink warns of its own use of libraries; nothing a caller could act on.
        warnings.simplefilter("ignore")
        names = ("new", "stored") if len(stored) else ("new",)
        for name, table in zip(names, (new, stored), strict=False):
            connection.register(f"{name}_arrow", table)
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM {name}_arrow")  # noqa: S608 - our own names
            connection.unregister(f"{name}_arrow")
        shared.classify(connection, names, has_identifiers=set(shared.COLUMNS) <= set(new.column_names))
        api = DuckDBAPI(connection=connection)
        records = {name: api.register(connection.table(f"{name}_records")) for name in names}
        linker = Linker(records["new"], model.settings(), log_level=logging.ERROR)
        register_terms(linker, api, connection, model)
        found = []
        if among_new:
            found.append(linker.inference.predict_within(records["new"], threshold_match_probability=probability_from))
        if len(stored):
            between = linker.inference.predict_between(
                records["stored"], records["new"], threshold_match_probability=probability_from
            )
            found.append(between)
        yield connection, [table.physical_name for table in found]


def register_terms(linker: Any, api: Any, connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Tell Splink the term frequencies of a model."""
    for column, table in model.terms.items():
        connection.register(f"terms_{column}_arrow", table)
        connection.execute(f"CREATE OR REPLACE TABLE terms_{column} AS SELECT * FROM terms_{column}_arrow")  # noqa: S608 - our own
        linker.table_management.register_term_frequency_lookup(
            api.register(connection.table(f"terms_{column}")), column
        )


def _pairs(connection: duckdb.DuckDBPyConnection, table: str, model: Model) -> Iterator[Pair]:
    fields = [c.field for c in model.comparisons]
    gammas = ", ".join(f"gamma_{field}" for field in fields)
    # Table and column names are Splink's and ours; no value goes into this text.
    query = f"SELECT encounter_l, encounter_r, match_probability, match_weight, {gammas} FROM {table}"  # noqa: S608
    cursor = connection.execute(query)
    while rows := cursor.fetchmany(10_000):
        for one, other, probability, weight, *numbers in rows:
            said = tuple((f, model.level(f, int(n)).name) for f, n in zip(fields, numbers, strict=True))
            yield Pair(min(one, other), max(one, other), float(probability), float(weight), said)
