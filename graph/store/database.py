"""The one seam to a graph engine: named queries with parameters, in transactions that are retried."""

import logging
import random
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from importlib.resources import files
from typing import Any, LiteralString, Protocol

import neo4j
from neo4j.exceptions import AuthError, DriverError, Neo4jError, ServiceUnavailable

from graph.embedded import Address
from graph.errors import GraphError, GraphUnreachable, UsageError, WriteConflict
from graph.parts import parts

# A transaction that lost a race is run again, which is nobody's business: the driver's word of it goes to a log alone.
logging.getLogger("neo4j").addHandler(logging.NullHandler())

Row = dict[str, Any]
Statement = tuple[str, Mapping[str, Any]]
"""Name of a query and its parameters."""

MOST_CHARACTERS = 3_000_000
"""Text in one message: an engine bounds it (16 MB here), and one group of near-alikes has thousands of judgements."""
MOST_IDS = 20_000
"""Ids in one message; of the longest ids about a megabyte."""
ATTEMPTS = 10
_RACES = ("Neo.ClientError.Schema.ConstraintValidationFailed", "Neo.ClientError.Transaction.TransactionTimedOut")


@lru_cache(maxsize=256)
def cypher(name: str) -> LiteralString:
    """Text of a query in ``graph/cypher``."""
    text: Any = (files("graph.cypher") / f"{name}.cypher").read_text(encoding="utf-8")
    literal: LiteralString = text
    return literal


class Reads(Protocol):
    """What reads a graph by named queries."""

    def read(self, query: str, **parameters: Any) -> list[Row]:
        """Rows of a query."""


def read_each(db: Reads, query: str, values: Iterable[str], *, of: str = "ids", **parameters: Any) -> list[Row]:
    """Rows of a query for each of any number of ids, some thousands in a transaction: engines bound a message.

    Parameters
    ----------
    db
        The graph.
    query
        One whose rows for some ids don't depend on which others are asked for.
    values
        The ids; each is asked for once, in order.
    of
        Name of the query's parameter that takes them.
    """
    wanted = parts(sorted(set(values)), MOST_IDS)
    return [row for ids in wanted for row in db.read(query, **{of: ids}, **parameters)]


class Database:
    """A graph engine. Reads and writes name a query file; no query is ever built from text."""

    def __init__(self, driver: neo4j.Driver, database: str | None) -> None:
        self._driver = driver
        self._database = database

    def read(self, query: str, **parameters: Any) -> list[Row]:
        """Rows of a query, in a read transaction."""
        return self._run([(query, parameters)], writes=False)

    def write(self, query: str, **parameters: Any) -> list[Row]:
        """Run one query in a write transaction; its rows."""
        return self._run([(query, parameters)], writes=True)

    def write_all(self, statements: Sequence[Statement]) -> list[Row]:
        """Run queries in order in one transaction, all of them or none; the rows of the last."""
        return self._run(statements, writes=True) if statements else []

    def query(self, text: str) -> list[Row]:
        """Rows of an analyst's own query, in a transaction that is always rolled back: whatever it says, it only reads.

        Raises
        ------
        UsageError
            When the engine can't run it.
        """
        dynamic: Any = text
        own_words: LiteralString = dynamic
        try:
            with self._asked(), self._session(neo4j.READ_ACCESS) as session:
                transaction = session.begin_transaction()
                try:
                    return transaction.run(own_words).data()
                finally:
                    transaction.rollback()
        except Neo4jError as error:
            message = f"the graph can't run this query: {_first_line(error)}"
            raise UsageError(message) from None

    def server(self) -> str:
        """Name and version of the engine, as it says itself."""
        with self._asked():
            return self._driver.get_server_info().agent

    def check(self) -> None:
        """Find out at once whether the engine answers, without the patience that writes are given.

        Raises
        ------
        GraphUnreachable
            When it doesn't, or refuses the login.
        """
        with self._asked():
            self._driver.verify_connectivity()

    def close(self) -> None:
        """End all connections."""
        self._driver.close()

    def _run(self, statements: Sequence[Statement], *, writes: bool) -> list[Row]:
        name = ""

        def work(transaction: neo4j.ManagedTransaction) -> list[Row]:
            nonlocal name
            rows: list[Row] = []
            for name, parameters in statements:
                rows = []
                for message in _messages(parameters):
                    found = transaction.run(cypher(name), message)
                    rows += [dict(zip(record.keys(), record, strict=True)) for record in found]
            return rows

        for attempt in range(ATTEMPTS):
            try:
                with self._asked(), self._session(neo4j.WRITE_ACCESS if writes else neo4j.READ_ACCESS) as session:
                    return session.execute_write(work) if writes else session.execute_read(work)
            except Neo4jError as error:
                if error.code not in _RACES and not error.is_retryable():
                    message = f"the graph refused {name}: {_first_line(error)}"
                    raise GraphError(message) from error
            time.sleep(min(1.0, 0.01 * 2**attempt) * (0.5 + random.random()))  # spread racing writers
        message = f"writing {statements[-1][0]} kept conflicting with other writers; run the same command again"
        raise WriteConflict(message)

    @contextmanager
    def _session(self, access: str) -> Iterator[neo4j.Session]:
        with self._driver.session(database=self._database, default_access_mode=access) as session:
            yield session

    @contextmanager
    def _asked(self) -> Iterator[None]:
        try:
            yield
        except AuthError:
            message = "the graph refuses the login: check WATERBED_GRAPH_USER and WATERBED_GRAPH_PASSWORD"
            raise GraphUnreachable(message) from None
        except (ServiceUnavailable, DriverError, OSError) as error:
            message = f"the graph does not answer ({_first_line(error)}): is it running, is the address right?"
            raise GraphUnreachable(message) from None


@contextmanager
def open_database(address: Address) -> Iterator[Database]:
    """Connect to an engine for as long as the block lasts.

    Raises
    ------
    GraphUnreachable
        When nothing answers at the address, or it refuses the login.
    """
    try:
        driver = neo4j.GraphDatabase.driver(
            address.uri,
            auth=(address.user, address.password) if address.user else None,
            notifications_min_severity="OFF",
            max_transaction_retry_time=30.0,
            connection_timeout=10.0,
        )
    except (ValueError, neo4j.exceptions.ConfigurationError):
        message = f"{address.uri} is not the address of a graph: it looks like bolt://host:7687 or neo4j://host:7687"
        raise GraphUnreachable(message) from None
    database = Database(driver, address.database)
    try:
        database.check()
        yield database
    finally:
        database.close()


def _first_line(error: BaseException) -> str:
    text = getattr(error, "message", None) or str(error) or type(error).__name__
    return str(text).strip().splitlines()[0][:300]


def _messages(parameters: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Parameters of a query, its ``rows`` some at a time where they are long: what one does depends on no other."""
    rows = parameters.get("rows")
    if not isinstance(rows, list) or not rows:
        yield dict(parameters)
        return
    some: list[Any] = []
    characters = 0
    for row in rows:
        some.append(row)
        characters += _characters(row)
        if characters > MOST_CHARACTERS:
            yield {**parameters, "rows": some}
            some, characters = [], 0
    if some:
        yield {**parameters, "rows": some}


def _characters(value: Any) -> int:
    if isinstance(value, str):
        return len(value)
    if isinstance(value, Mapping):
        return sum(map(_characters, value.values()))
    return sum(map(_characters, value)) if isinstance(value, list | tuple) else 1
