"""The linkage vault: tokens of encounters in encrypted segments, apart from the graph and under a key of its own.

A segment is a table as Arrow IPC bytes under AES-256-GCM, its name bound in as associated data; it is written beside
and renamed, so that a crash at any point leaves it old or new. The segment written last says what an encounter's
tokens are. The sources' own record numbers lie beside it in the same form, under another key.
"""

import hashlib
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from graph.errors import VaultError

_NONCE_BYTES = 12
_SUFFIX = ".segment"
_VERSION = b"version"
_SMALL_BYTES = 16 << 20
MOST_SMALL = 50
"""Segments below 16 MB that may lie in a vault before they are put together."""
COMPACT_ROWS = 50_000
OnStep = Callable[[int, int], None]


class Vault:
    """Encrypted tables of one schema, keyed by their column ``encounter``."""

    def __init__(self, directory: Path, key: bytes, schema: pa.Schema, *, version: int = 1) -> None:
        """Take a folder.

        Parameters
        ----------
        directory
            Where the segments lie; made when the first is written.
        key
            Its own key, 32 bytes.
        schema
            Columns of its tables.
        version
            Version of the tokens in them; a segment of another version isn't read as if it were of this.
        """
        self._directory = directory
        self._cipher = AESGCM(key)
        self._schema = schema
        self._version = version

    def append(self, name: str, table: pa.Table, *, modified_ns: int | None = None) -> None:
        """Write a segment; one of the same name is replaced.

        ``modified_ns`` puts it in the order of time where another one stood.

        Raises
        ------
        VaultError
            When the disk is full or the folder can't be written; nothing is half written then.
        """
        sink = pa.BufferOutputStream()
        schema = self._schema.with_metadata({_VERSION: str(self._version)})
        with pa.ipc.new_stream(sink, schema) as writer:
            writer.write_table(table.cast(schema))
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
            if modified_ns is not None:
                os.utime(temporary, ns=(modified_ns, modified_ns))
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
            When a segment was made with another key or is damaged, or holds tokens of another version.
        """
        return _current([self.opened(path) for path in self._segments()], self._schema)

    def compact(self) -> None:
        """Put small segments together where there are many: the same rows in fewer files.

        What is put together is written as the newest before the old segments go, so that a crash leaves rows twice,
        never wrong.
        """
        small = [p for p in self._segments() if p.stat().st_size < _SMALL_BYTES]
        if len(small) <= MOST_SMALL:
            return
        # Only the newest run of small segments: a larger one between them may hold later rows than they do.
        newest = max((p.stat().st_mtime_ns for p in self._segments() if p not in set(small)), default=0)
        small = [p for p in small if p.stat().st_mtime_ns > newest]
        rows = _current([self.opened(path) for path in small], self._schema)
        name = hashlib.sha256("\n".join(p.name for p in small).encode()).hexdigest()[:24]
        for i, start in enumerate(range(0, len(rows), COMPACT_ROWS)):
            self.append(f"compact-{name}-{i:05d}", rows.slice(start, COMPACT_ROWS))
        for path in small:
            path.unlink()

    def rekey(
        self, before: "Vault", *, rename: Callable[[str], str], change: Callable[[pa.Table], pa.Table], on_step: OnStep
    ) -> None:
        """Take over the segments of the same folder that were written under another key, or with older tokens.

        Each is written anew before the old one goes, in the order of time that it had. What was taken over already is
        left as it is, so that a run that was interrupted goes on.

        Parameters
        ----------
        before
            The same folder under its key and version before.
        rename, change
            Give a segment's new name, and its rows as they are under this key.
        on_step
            Told how many segments of how many are done; raising in it stops between two.
        """
        paths = self._segments()
        for i, path in enumerate(paths):
            on_step(i, len(paths))
            if self._decrypted(path, version=self._version) is not None:
                continue
            table = before.opened(path)
            name = rename(path.name.removesuffix(_SUFFIX))
            modified = path.stat().st_mtime_ns
            self.append(name, change(table), modified_ns=modified)
            if name != path.name.removesuffix(_SUFFIX):
                path.unlink()
        on_step(len(paths), len(paths))

    def drop(self, encounters: Iterable[str]) -> int:
        """Forget encounters in every segment that holds them; how many rows that were."""
        gone = pa.array(sorted(set(encounters)), pa.string())
        if not len(gone):
            return 0
        dropped = 0
        for path in self._segments():
            table = self.opened(path)
            kept = table.filter(pc.invert(pc.is_in(table["encounter"], value_set=gone)))
            if len(kept) == len(table):
                continue
            dropped += len(table) - len(kept)
            if len(kept):
                self.append(path.name.removesuffix(_SUFFIX), kept, modified_ns=path.stat().st_mtime_ns)
            else:
                path.unlink()
        return dropped

    def encounters(self) -> pa.Array:
        """Ids of the encounters that it holds tokens of, sorted."""
        ids = [self.opened(path)["encounter"] for path in self._segments()]
        chunks = [chunk for column in ids for chunk in column.chunks]
        found = pc.unique(pa.chunked_array(chunks, pa.string()))
        return found.take(pc.sort_indices(found))

    def size(self) -> tuple[int, int]:
        """Number of segments, and bytes in them."""
        sizes = [path.stat().st_size for path in self._segments()]
        return len(sizes), sum(sizes)

    def opened(self, path: Path) -> pa.Table:
        """Rows of one segment.

        Raises
        ------
        VaultError
            As :meth:`read`.
        """
        table = self._decrypted(path)
        name = path.name.removesuffix(_SUFFIX)
        if table is None:
            message = (
                f"the vault segment {name} is damaged or was made with another key: restore keys.json, or ingest again"
            )
            raise VaultError(message)
        if _version_of(table) != self._version:
            message = f"the vault segment {name} holds tokens of another version: `waterbed keys rotate` finishes that"
            raise VaultError(message)
        return table

    def find(self, name: str) -> pa.Table | None:
        """Rows of the segment of this name; None where there is none under this key and of this version."""
        path = self._directory / f"{name}{_SUFFIX}"
        return self._decrypted(path, version=self._version) if path.exists() else None

    def _segments(self) -> list[Path]:
        if not self._directory.is_dir():
            return []
        found = self._directory.glob(f"*{_SUFFIX}")
        return sorted(found, key=lambda p: (p.stat().st_mtime_ns, p.name))

    def _decrypted(self, path: Path, *, version: int | None = None) -> pa.Table | None:
        """Table of a segment; None where it isn't under this key, or not of the version asked for."""
        sealed = path.read_bytes()
        name = path.name.removesuffix(_SUFFIX)
        try:
            plain = self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], name.encode())
        except (InvalidTag, ValueError):
            return None
        table = pa.ipc.open_stream(pa.BufferReader(plain)).read_all()
        return table if version in (None, _version_of(table)) else None


def _version_of(table: pa.Table) -> int:
    return int((table.schema.metadata or {}).get(_VERSION, b"1"))


def _current(segments: Sequence[pa.Table], schema: pa.Schema) -> pa.Table:
    """Rows of segments, oldest first, each encounter once as the newest has it, by encounter id."""
    if not segments:
        return schema.empty_table()
    everything = pa.concat_tables([table.replace_schema_metadata() for table in segments])
    ids = everything["encounter"].combine_chunks()
    # A stable sort leaves the rows of one encounter in the order of their segments: the last of each is the newest.
    order = pc.sort_indices(ids)
    ordered = ids.take(order)
    is_last = np.ones(len(ordered), dtype=bool)
    if len(ordered) > 1:
        is_last[:-1] = pc.not_equal(ordered.slice(0, len(ordered) - 1), ordered.slice(1)).to_numpy(zero_copy_only=False)
    return everything.take(order.filter(pa.array(is_last)))


REFERENCES = pa.schema([("encounter", pa.string()), ("source_id", pa.string()), ("record_id", pa.string())])
"""Columns of the references: which record of which source an encounter is."""


def reference_pairs(references: pa.Table) -> Iterator[tuple[str, tuple[str, str]]]:
    """Encounter ids with the source and record number they stand for."""
    columns = (references[name].to_pylist() for name in REFERENCES.names)
    for encounter, source, record in zip(*columns, strict=True):
        yield encounter, (source, record)
