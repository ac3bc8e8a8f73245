"""Rotating a home's keys: every stored token is taken over to the keys that follow, and only then are those the home's.

The keys that follow are written first, beside those there are; while they lie there no other command opens the home.
Every step can be repeated, so a run that was ended anywhere is finished by the next.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import pyarrow as pa

from api.home import Home
from api.jobs.opened import only_writer, opened_graph
from graph.errors import KeyringMismatch, UsageError
from graph.store.rekey import rekey
from graph.store.schema import fingerprint_of
from ingest.key_rotation import Rotated, following, raised_table
from ingest.keyring import load_keyring, rotating, write_keyring
from ingest.keys import Keyring
from ingest.linkage.judge import judgement_id
from ingest.linkage.tokens import SCHEMA
from ingest.linkage.vault import REFERENCES, Vault

OnStep = Callable[[str, int, int], None]
"""Told what is taken over, and how many of how many are; raising in it stops there, and the next run goes on."""


def rotate(home: Home, what: Rotated | None, *, on_step: OnStep) -> Keyring:
    """Rotate a key of a home, or finish a rotation that was interrupted; the keys that are the home's then.

    Parameters
    ----------
    home
        The installation.
    what
        Which key; None finishes what was interrupted.
    on_step
        Told of the progress.

    Raises
    ------
    UsageError
        When there is nothing to finish, or something to finish first.
    KeyringMissing, KeyringWeak, KeyringMismatch, VaultError, GraphUnreachable
        When something the home needs is missing or doesn't belong to it.
    """
    with only_writer(home):
        before = load_keyring(home.keys, in_rotation=True)
        pending = rotating(home.keys)
        if pending.exists():
            after = load_keyring(pending)
            if what is not None:
                message = "a rotation of the keys was interrupted: `waterbed keys rotate` finishes it first"
                raise UsageError(message)
        elif what is None:
            message = f"no rotation was interrupted: say which key to rotate: {', '.join(Rotated)}"
            raise UsageError(message)
        else:
            after = following(before, what)
            _refuse_other_graph(home, before)
            write_keyring(pending, after)
        _take_over(home, before, after, on_step)
        on_step("keys", 0, 1)
        pending.rename(home.keys)
        return after


def _refuse_other_graph(home: Home, keyring: Keyring) -> None:
    with opened_graph(home) as db:
        if fingerprint_of(db) not in (None, keyring.fingerprint()):
            message = "the graph was filled with other keys: use the keys.json it was filled with, or another home"
            raise KeyringMismatch(message)


def _take_over(home: Home, before: Keyring, after: Keyring, on_step: OnStep) -> None:
    stage, since = after.centre_stage, before.version

    def raised(table: pa.Table) -> pa.Table:
        return table if since == after.version else raised_table(table, stage, since=since)

    beside: Sequence[tuple[str, Vault, Vault]] = [
        (name, Vault(folder, old, schema, version=since), Vault(folder, new, schema, version=after.version))
        for name, folder, schema, old, new in (
            ("references", home.references, REFERENCES, before.references, after.references),
            ("vault", home.vault, SCHEMA, before.vault, after.vault),
        )
    ]
    for name, old_store, new_store in beside:
        new_store.rekey(
            old_store,
            rename=stage.all_raised,
            change=raised,
            on_step=partial(on_step, name),
        )
    if since != after.version:
        with opened_graph(home) as db:
            rekey(db, stage, judgement_id=judgement_id, on_step=partial(on_step, "graph"))


def retire_region_versions(home: Home) -> Keyring:
    """Refuse files sealed with earlier versions of the region's key from now on."""
    with only_writer(home):
        keyring = load_keyring(home.keys)
        retired = replace(keyring, oldest_region=keyring.region_version)
        write_keyring(home.keys, retired)
        return retired


def give_region_key_away(home: Home, fingerprint: str) -> None:
    """Delete the region's key from a home that another one keeps it for.

    Raises
    ------
    UsageError
        When the fingerprint isn't that of this home's region key: then who is to keep it may not have it.
    KeyringMissing
        When it was given away before.
    """
    with only_writer(home):
        keyring = load_keyring(home.keys)
        if keyring.region_key().fingerprint() != fingerprint.strip().lower():
            message = "that isn't the fingerprint of this home's region key: give the one that its new keeper sees"
            raise UsageError(message)
        write_keyring(home.keys, replace(keyring, region=b""))
