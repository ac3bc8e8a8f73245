"""Linkage tokens of large loads, made in processes of their own while the engine writes what came before.

Making tokens is arithmetic in one process and takes as long as everything else that is done to a row; the engine has
another. A small load isn't worth a process and never starts one.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from dataclasses import fields
from functools import partial
from multiprocessing.connection import wait
from types import TracebackType
from typing import Any, Self

import pyarrow as pa

from ingest.keyring import Keyring
from ingest.linkage.tokens import Tokeniser
from ingest.report import Report

HERE_ROWS = 10_000
"""Rows whose tokens are made in the asking process before another one is started."""

Coming = Callable[[], pa.Table]
"""Gives a table that is being made, waiting for it where it must."""

_own: list[Tokeniser] = []


class TokenMakers:
    """Makes linkage tables as :class:`~ingest.linkage.tokens.Tokeniser` does, and of many rows side by side.

    Used in a ``with`` block, at whose end the processes have ended. One that ends before (for want of memory, say)
    costs time only: what it was making is made here. They also end when this process does, however it does.
    """

    def __init__(self, keyring: Keyring, *, processes: int, here_rows: int = HERE_ROWS) -> None:
        """Take the keys.

        Parameters
        ----------
        keyring
            What tokens are made with; the processes are given it in memory.
        processes
            How many; with 0 everything is made here.
        here_rows
            Rows that are made here before one is started.
        """
        self._keyring, self._processes, self._here_rows = keyring, processes, here_rows
        self._here = Tokeniser(keyring)
        self._pool: ProcessPoolExecutor | None = None
        self._starting = threading.Lock()
        self._rows = 0

    def __enter__(self) -> Self:
        """Begin; nothing is started yet."""
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def begin(self, reports: Sequence[Report], encounters: Sequence[str]) -> Coming:
        """Begin a linkage table of reports, one row each, under these encounter ids."""
        here = partial(self._here.table, reports, encounters)
        self._rows += len(reports)
        if self._processes == 0 or self._rows <= self._here_rows:
            return here
        with self._starting:
            if self._pool is None:
                self._pool = _started(self._keyring, self._processes)
        try:
            coming = self._pool.submit(_table, list(reports), list(encounters))
        except BrokenExecutor:
            return here

        def table() -> pa.Table:
            try:
                return coming.result()
            except BrokenExecutor:
                return here()

        return table


def _started(keyring: Keyring, processes: int) -> ProcessPoolExecutor:
    keys = {f.name: getattr(keyring, f.name) for f in fields(keyring) if f.init}
    return ProcessPoolExecutor(
        processes, mp_context=multiprocessing.get_context("spawn"), initializer=_begin, initargs=(keys,)
    )


def _begin(keys: dict[str, Any]) -> None:
    """Make ready, in the new process: keys, no ear for Ctrl-C (who asks ends it), and an end when who asks has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _own.append(Tokeniser(Keyring(**keys)))
    asking = multiprocessing.parent_process()
    if asking is not None:
        threading.Thread(target=_end_with, args=(asking.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _table(reports: list[Report], encounters: list[str]) -> pa.Table:
    return _own[0].table(reports, encounters)
