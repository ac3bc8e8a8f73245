"""Candidate pairs and their match probabilities, by Splink on DuckDB in memory."""

import logging
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from ingest.linkage.model import COMPARISONS, REVIEW_FROM, level_name, settings

MEMORY_LIMIT = "6GB"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two encounters (left < right), how probable it is that they are one person, and the level of each field."""

    left: str
    right: str
    probability: float
    match_weight: float
    levels: tuple[tuple[str, str], ...]


def predict_pairs(new: pa.Table, stored: pa.Table, *, threads: int = 2, among_new: bool = True) -> Iterator[Pair]:
    """Pairs between new records and stored ones, and among the new, from the clerical band upwards.

    The same pairs come out whether records arrive together or one after another: a pair's probability depends on
    nothing but the two records and the model.

    Parameters
    ----------
    new, stored
        Linkage tables (:data:`ingest.linkage.tokens.SCHEMA`); no encounter is in both.
    threads
        Threads that DuckDB may use.
    among_new
        Whether new records are compared with each other too, or with the stored ones alone.
    """
    if not len(new):
        return
    from splink import DuckDBAPI, Linker  # noqa: PLC0415 - half a second that only linking needs

    logging.getLogger("splink").setLevel(logging.ERROR)
    with duckdb.connect(":memory:") as connection, warnings.catch_warnings():
        # Splink warns of its own use of libraries; nothing a caller could act on.
        warnings.simplefilter("ignore")
        connection.execute(f"SET threads = {int(threads)}")
        connection.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
        connection.execute("SET enable_progress_bar = false")
        api = DuckDBAPI(connection=connection)
        connection.register("new_arrow", new)
        connection.execute("CREATE TABLE new_records AS SELECT * FROM new_arrow")
        new_records = api.register(connection.table("new_records"))
        linker = Linker(new_records, settings(), log_level=logging.ERROR)
        found = []
        if among_new:
            found.append(linker.inference.predict_within(new_records, threshold_match_probability=REVIEW_FROM))
        if len(stored):
            connection.register("stored_arrow", stored)
            connection.execute("CREATE TABLE stored_records AS SELECT * FROM stored_arrow")
            stored_records = api.register(connection.table("stored_records"))
            between = linker.inference.predict_between(
                stored_records, new_records, threshold_match_probability=REVIEW_FROM
            )
            found.append(between)
        for table in found:
            yield from _pairs(connection, table.physical_name)


def _pairs(connection: duckdb.DuckDBPyConnection, table: str) -> Iterator[Pair]:
    fields = [c.field for c in COMPARISONS]
    gammas = ", ".join(f"gamma_{field}" for field in fields)
    # Table and column names are Splink's and ours; no value goes into this text.
    query = f"SELECT encounter_l, encounter_r, match_probability, match_weight, {gammas} FROM {table}"  # noqa: S608
    cursor = connection.execute(query)
    names: dict[tuple[str, int], str] = {}
    while rows := cursor.fetchmany(10_000):
        for one, other, probability, weight, *levels in rows:
            said = []
            for field, gamma in zip(fields, levels, strict=True):
                key = (field, int(gamma))
                if key not in names:
                    names[key] = level_name(field, int(gamma))
                said.append((field, names[key]))
            yield Pair(min(one, other), max(one, other), float(probability), float(weight), tuple(said))
