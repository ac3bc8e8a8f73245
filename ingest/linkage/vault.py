"""The linkage vault: tokens of encounters in encrypted segments, apart from the graph and under a key of its own.

A segment is a table as Arrow IPC bytes under AES-256-GCM, its name bound in as associated data; it is written beside
and renamed, so that a crash at any point leaves it old or new. The segment written last says what an encounter's
tokens are. The sources' own record numbers lie beside it in the same form, under another key.
"""

import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from graph.errors import VaultError

_NONCE_BYTES = 12
_SUFFIX = ".segment"


class Vault:
    """Encrypted tables of one schema, keyed by their column ``encounter``."""

    def __init__(self, directory: Path, key: bytes, schema: pa.Schema) -> None:
        self._directory = directory
        self._cipher = AESGCM(key)
        self._schema = schema

    def append(self, name: str, table: pa.Table) -> None:
        """Write a segment; one of the same name is replaced.

        Raises
        ------
        VaultError
            When the disk is full or the folder can't be written; nothing is half written then.
        """
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, self._schema) as writer:
            writer.write_table(table.cast(self._schema))
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = nonce + self._cipher.encrypt(nonce, sink.getvalue().to_pybytes(), name.encode())
        path = self._directory / f"{name}{_SUFFIX}"
        temporary = path.with_suffix(".new")
        try:
            self._directory.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
                stream.write(sealed)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.rename(path)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            message = f"the vault {self._directory} can't be written ({error.strerror}): free the disk, run again"
            raise VaultError(message) from None

    def read(self) -> pa.Table:
        """Current rows, one an encounter, by encounter id.

        Raises
        ------
        VaultError
            When a segment was made with another key or is damaged.
        """
        segments = [self._opened(path) for path in self._segments()]
        if not segments:
            return self._schema.empty_table()
        everything = pa.concat_tables(segments)
        order = pa.array(range(len(everything)), pa.int64())
        ranked = everything.append_column("_order", order)
        last = ranked.group_by("encounter").aggregate([("_order", "max")])
        kept = ranked.take(last["_order_max"]).drop_columns(["_order"])
        return kept.sort_by("encounter")

    def drop(self, encounters: Iterable[str]) -> None:
        """Forget encounters in every segment that holds them."""
        gone = pa.array(sorted(set(encounters)), pa.string())
        if not len(gone):
            return
        for path in self._segments():
            table = self._opened(path)
            kept = table.filter(pc.invert(pc.is_in(table["encounter"], value_set=gone)))
            if len(kept) == len(table):
                continue
            if len(kept):
                modified = path.stat().st_mtime_ns
                self.append(path.name.removesuffix(_SUFFIX), kept)
                os.utime(path, ns=(modified, modified))
            else:
                path.unlink()

    def _segments(self) -> list[Path]:
        if not self._directory.is_dir():
            return []
        found = self._directory.glob(f"*{_SUFFIX}")
        return sorted(found, key=lambda p: (p.stat().st_mtime_ns, p.name))

    def _opened(self, path: Path) -> pa.Table:
        sealed = path.read_bytes()
        name = path.name.removesuffix(_SUFFIX)
        try:
            plain = self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], name.encode())
        except (InvalidTag, ValueError):
            message = (
                f"the vault segment {name} is damaged or was made with another key: restore keys.json, or ingest again"
            )
            raise VaultError(message) from None
        return pa.ipc.open_stream(pa.BufferReader(plain)).read_all()


REFERENCES = pa.schema([("encounter", pa.string()), ("source_id", pa.string()), ("record_id", pa.string())])
"""Columns of the references: which record of which source an encounter is."""


def reference_pairs(references: pa.Table) -> Iterator[tuple[str, tuple[str, str]]]:
    """Encounter ids with the source and record number they stand for."""
    columns = (references[name].to_pylist() for name in REFERENCES.names)
    for encounter, source, record in zip(*columns, strict=True):
        yield encounter, (source, record)
