"""Keys and indexes of the graph, and the fingerprint of the keys its data were made with."""

from graph.errors import KeyringMismatch
from graph.store.database import Database

_CONSTRAINTS = (
    "key_alert", "key_alerttarget", "key_answer", "key_batch", "key_case", "key_control", "key_decision", "key_delivery", "key_encounter", "key_finding", "key_findingversion", "key_hold", "key_identifier", "key_installation",
    "key_intervention", "key_judgement", "key_municipality", "key_operation", "key_person", "key_personchange", "key_premises", "key_question", "key_release", "key_run",
    "key_source", "key_tally", "key_tombstone", "index_encounter_municipality", "index_encounter_person", "index_finding_kind",
    "index_judgement_left", "index_judgement_right", "index_tally_municipality",
)  # fmt: skip
# Nothing that most nodes share is indexed: changing an index entry takes as long as its key has nodes.


def ensure_schema(db: Database) -> None:
    """Create every key constraint and index that isn't there yet."""
    for name in _CONSTRAINTS:
        db.write(f"schema_{name}")


def fingerprint_of(db: Database) -> str | None:
    """Fingerprint of the keys that a graph was filled with; None for one that nothing was stored in."""
    rows = db.read("installation_read")
    return rows[0]["fingerprint"] if rows else None


def claim(db: Database, fingerprint: str) -> None:
    """Bind the graph to the keys its tokens are made with, or check that it is.

    Raises
    ------
    KeyringMismatch
        When the graph holds data made with other keys.
    """
    rows = db.read("installation_read")
    if not rows:
        db.write("installation_claim", fingerprint=fingerprint)
        rows = db.read("installation_read")
    if rows[0]["fingerprint"] != fingerprint:
        message = "the graph was filled with other keys: use the keys.json it was filled with, or another home"
        raise KeyringMismatch(message)
