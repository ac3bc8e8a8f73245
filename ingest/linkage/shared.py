"""Shared identifiers by how many people use them: what many share says little of who somebody is.

A phone, e-mail address, advert or number plate is of a person, of the premises, or of who controls people. Its degree
is the number of different initials of given names among the records that carry it: one person's phone counts once,
however often and however her name was written, and people behind one phone count as several.
"""

import duckdb
import pyarrow as pa

from ingest.linkage.columnar import columnar

COLUMNS = ("phones", "emails", "adverts", "plates")
FEW = 2
SOME = 4
"""Largest degrees at which an identifier counts as shared by few, and by some."""

_CONCAT = "list_concat(" + ", ".join(f"coalesce({c}, [])" for c in COLUMNS) + ")"
CLASSES = ("shared_by_few", "shared_by_some", "shared_by_many")
_DEGREE = "greatest(1, count(DISTINCT given_initial))"
_CLASS = f"CASE WHEN {_DEGREE} <= {FEW} THEN 0 WHEN {_DEGREE} <= {SOME} THEN 1 ELSE 2 END"
"""Class of a token, as a place in :data:`CLASSES`, where the records that carry it are grouped by it."""


def classify(connection: duckdb.DuckDBPyConnection, tables: tuple[str, ...], *, has_identifiers: bool = True) -> None:
    """Replace token tables by ones with three more columns: identifiers shared by few, some and many.

    The tables it is given are gone afterwards: of a large region each takes gigabytes.

    Parameters
    ----------
    connection
        Where the tables are.
    tables
        Names of linkage tables, counted together; ``X`` becomes ``X_records``.
    has_identifiers
        Whether the tables have such columns; they are taken over as they are otherwise.
    """
    if not has_identifiers:
        for table in tables:
            connection.execute(f"ALTER TABLE {table} RENAME TO {table}_records")
        return
    # Table and column names are our own; no value goes into these texts.
    held = " UNION ALL ".join(f"SELECT unnest({_CONCAT}) AS token, given_initial FROM {t}" for t in tables)  # noqa: S608
    ranked = f"SELECT token, {_CLASS} AS class FROM ({held}) GROUP BY token"  # noqa: S608
    connection.execute(f"CREATE TABLE identifier_class AS {ranked}")
    lists = ", ".join(
        f"list(token ORDER BY token) FILTER (class = {place}) AS {name}" for place, name in enumerate(CLASSES)
    )
    for table in tables:
        holders = f"SELECT encounter AS holder, unnest({_CONCAT}) AS token FROM {table}"  # noqa: S608
        classed = f"SELECT holder, {lists} FROM ({holders}) JOIN identifier_class USING (token) GROUP BY holder"  # noqa: S608
        joined = f"SELECT {table}.*, {', '.join(CLASSES)} FROM {table} LEFT JOIN ({classed}) ON encounter = holder"  # noqa: S608
        connection.execute(f"CREATE TABLE {table}_records AS {joined}")
        connection.execute(f"DROP TABLE {table}")


def reclassified(stored: pa.Table, new: pa.Table) -> list[str]:
    """Stored encounters that carry an identifier whose class the new records change, sorted.

    What was judged of them rests on how many people used it then: they are to be judged again.

    Parameters
    ----------
    stored, new
        Linkage tables.
    """
    if not (len(stored) and len(new)):
        return []
    # Table and column names are our own; no value goes into this text.
    held = {
        name: f"SELECT encounter, unnest({_CONCAT}) AS token, given_initial FROM {name}"  # noqa: S608
        for name in ("stored", "new")
    }
    query = f"""
        WITH held AS ({held["stored"]}), fresh AS ({held["new"]}),
        met AS (SELECT DISTINCT token FROM fresh),
        before AS (SELECT token, {_CLASS} AS class FROM held SEMI JOIN met USING (token) GROUP BY token),
        after AS (SELECT token, {_CLASS} AS class FROM (
            SELECT token, given_initial FROM held SEMI JOIN met USING (token)
            UNION ALL SELECT token, given_initial FROM fresh) GROUP BY token)
        SELECT DISTINCT held.encounter FROM held JOIN before USING (token) JOIN after USING (token)
        WHERE before.class <> after.class ORDER BY 1
    """  # noqa: S608
    with columnar() as connection:
        connection.register("stored", stored)
        connection.register("new", new)
        return [row[0] for row in connection.execute(query).fetchall()]
