"""From an encounter to the record number that its source knows it by."""

from api.exports.table import Refer
from api.home import Home
from ingest.keyring import Keyring
from ingest.linkage.vault import REFERENCES, Vault, reference_pairs


def references(home: Home, keyring: Keyring) -> Refer:
    """Name encounters as ``source_id/record_id``; by their keyed id where no record number is kept."""
    kept = Vault(home.references, keyring.references, REFERENCES, version=keyring.version)
    pairs = dict(reference_pairs(kept.read()))

    def refer(encounter: str) -> str:
        return "/".join(pairs[encounter]) if encounter in pairs else encounter

    return refer
