"""What a home's vault holds, and what leaves it when its term is over."""

from dataclasses import dataclass
from datetime import datetime

from api.home import Home
from api.jobs.opened import only_writer, opened_installation
from ingest.fields.dates import LOCAL_TIME
from ingest.keyring import load_keyring
from ingest.linkage.tokens import SCHEMA
from ingest.linkage.vault import Vault
from ingest.pipeline.expiry import expire_tokens
from ingest.policy_file import load_policy


@dataclass(frozen=True, slots=True)
class VaultStatus:
    """``encounters`` that the vault holds tokens of, in files of together so many bytes; ``days`` of its term."""

    encounters: int
    segments: int
    size_bytes: int
    version: int
    days: int | None


def vault_status(home: Home) -> VaultStatus:
    """What a home's vault holds.

    Raises
    ------
    KeyringMissing, KeyringWeak, PolicyError, VaultError
        When it can't be read.
    """
    keyring, policy = load_keyring(home.keys), load_policy(home.policy)
    vault = Vault(home.vault, keyring.vault, SCHEMA, version=keyring.version)
    segments, size = vault.size()
    return VaultStatus(len(vault.encounters()), segments, size, keyring.version, policy.vault_days)


def expire_vault(home: Home, *, now: datetime) -> int | None:
    """Forget tokens whose term is over; how many encounters lost theirs, None where the policy sets no term."""
    with only_writer(home), opened_installation(home) as installation:
        if installation.policy.vault_days is None:
            return None
        return expire_tokens(installation, today=now.astimezone(LOCAL_TIME).date())
