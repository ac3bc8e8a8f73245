"""The columnar engine that compares records: in memory, and where that doesn't suffice, on disk enciphered."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

MEMORY_LIMIT = "4GB"
"""What one comparison may take of memory before it goes on in files."""


@contextmanager
def columnar(*, threads: int = 2) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a connection; what it keeps is gone at its end.

    By itself the engine would put what doesn't fit in memory into the current folder, as it is. Linkage tokens lie
    nowhere as they are: its files lie in a folder of this process alone and are enciphered under a key that is never
    written. The cipher it carries draws its nonces from a generator that isn't made for secrets (hence the name of the
    setting), which is an obstacle to who finds such a file, and no vault.
    """
    with tempfile.TemporaryDirectory(prefix="waterbed-") as folder, duckdb.connect(":memory:") as connection:
        connection.execute(f"SET threads = {int(threads)}")
        connection.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
        connection.execute("SET force_mbedtls_unsafe = 'true'")
        connection.execute("SET temp_file_encryption = true")
        connection.execute(f"SET temp_directory = '{folder.replace(chr(39), chr(39) * 2)}'")
        connection.execute("SET enable_progress_bar = false")
        yield connection
