"""One file sealed at a sender: what leaves is another file, and the list of what was refused stays."""

import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from api.home import Home
from api.jobs.export import destination
from graph.errors import UsageError
from graph.geography import load_municipalities
from ingest.accounting import FileReport
from ingest.fields.dates import LOCAL_TIME
from ingest.formats import open_table
from ingest.keyring import load_region_key
from ingest.layouts import Layout
from ingest.pipeline.load import OnRejected, batch_id
from ingest.policy_file import load_policy
from ingest.reader import Notes, Reader
from ingest.sealing.read import is_sealed
from ingest.sealing.write import seal
from ingest.stages import KEY_BYTES, RegionStage


def seal_file(
    home: Home,
    path: Path,
    out: Path,
    *,
    layout: Layout | None,
    kind: str | None,
    now: datetime,
    on_rows: Callable[[int], None],
    on_rejected: OnRejected,
) -> FileReport:
    """Seal a file with the region key of a home; the account of its rows.

    Parameters
    ----------
    home
        The sender's.
    path
        The plain file.
    out
        The sealed one; it appears whole or not at all.
    layout, kind
        As for ingest.
    now
        When it is sealed (UTC): no row may lie after this day.
    on_rows
        Told of the progress.
    on_rejected
        Told which rows were rejected.

    Raises
    ------
    KeyringMissing, KeyringWeak, PolicyError, UnreadableFile, UsageError
        When the home can't seal, or the file can't be read as a whole, or is sealed already.
    """
    key = load_region_key(home.keys)
    policy = load_policy(home.policy)
    if is_sealed(path):
        message = f"{path.name} is sealed already: send it"
        raise UsageError(message)
    if path.resolve() == out.resolve():
        message = "a file can't be sealed onto itself: name another with -o"
        raise UsageError(message)
    table = open_table(path, layout, kind=kind)
    reader = Reader(policy, load_municipalities(), now.astimezone(LOCAL_TIME).date(), table.date_format, Notes())
    batch = batch_id(path, table, RegionStage(key.base))
    with destination(out) as stream:
        return seal(
            table,
            stream,
            key,
            reader,
            batch=batch,
            file_key=secrets.token_bytes(KEY_BYTES),
            on_rows=on_rows,
            on_rejected=lambda rejections: on_rejected(table, rejections),
        )
