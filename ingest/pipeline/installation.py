"""What ingest works with: the graph, the keys, the policy, and the encrypted stores beside the graph."""

from dataclasses import dataclass, field
from pathlib import Path

from graph.alert_routes import Routes
from graph.geography import MunicipalityTable
from graph.store.database import Database
from ingest.keyring import Keyring
from ingest.linkage.model import SHIPPED, Model
from ingest.linkage.tokens import SCHEMA
from ingest.linkage.vault import REFERENCES, Vault
from ingest.policy import Policy


@dataclass(frozen=True, slots=True)
class Installation:
    """One home, opened. ``rejections`` is the ledger of rejected rows, ``model`` what links, ``routes`` who is told."""

    db: Database
    keyring: Keyring
    policy: Policy
    municipalities: MunicipalityTable
    vault: Vault
    references: Vault
    rejections: Path
    model: Model = SHIPPED
    routes: Routes = field(default_factory=Routes)


def open_installation(
    db: Database,
    keyring: Keyring,
    policy: Policy,
    municipalities: MunicipalityTable,
    *,
    vault: Path,
    references: Path,
    rejections: Path,
    model: Model = SHIPPED,
    routes: Routes | None = None,
) -> Installation:
    """Open the stores of a home: the vault of linkage tokens and the references, each under its own key."""
    return Installation(
        db=db,
        keyring=keyring,
        policy=policy,
        municipalities=municipalities,
        vault=Vault(vault, keyring.vault, SCHEMA, version=keyring.version),
        references=Vault(references, keyring.references, REFERENCES, version=keyring.version),
        rejections=rejections,
        model=model,
        routes=routes or Routes(),
    )
