"""The term of the vault: tokens for linkage go before the encounters that they are of."""

from datetime import date, timedelta

from graph.store.encounters import met_before
from ingest.pipeline.installation import Installation


def expire_tokens(installation: Installation, *, today: date) -> int:
    """Forget the tokens whose term by the policy is over; how many encounters lost theirs.

    The encounter stays as it is linked; no later record is compared with it any more.
    """
    days = installation.policy.vault_days
    if days is None:
        return 0
    return installation.vault.drop(met_before(installation.db, today - timedelta(days=days)))
