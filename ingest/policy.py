"""The policy of an installation: which bases and purposes it accepts, for how long, and from whom consent is needed.

A TOML file::

    purposes = ["signalering_mensenhandel", "zorgcoordinatie"]     # of the rows that come in
    export_purposes = ["analysis", "case 2024-17"]                 # of those who read
    consent_required = ["care", "hotline", "resident"]             # reporter types
    plain_ingest = true                                            # false: sealed files only
    vault_days = 1095                                              # tokens for linkage are kept so long; absent: no term
    match_unassessed = "WGS art. 2.24"                             # a basis; absent: Unassessed rows are reduced

    [bases]                                                        # legal basis = days that a row may be kept; 0: no term yet
    "WGS art. 2.24" = 1825

An installation without a policy file takes any basis and purpose that isn't empty, and says so at every ingest.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from graph.errors import PolicyError
from graph.model import CONSENT_REQUIRED, ReporterType

_KEYS = {"purposes", "export_purposes", "consent_required", "plain_ingest", "match_unassessed", "bases", "vault_days"}


@dataclass(frozen=True, slots=True)
class Policy:
    """What an installation accepts. ``bases`` maps a legal basis to its term in days, 0 where none is set.

    ``bases``, ``purposes`` and ``export_purposes`` None: anything that isn't empty. ``vault_days``: how many days after
    the last day of an encounter its tokens for linkage are kept; None: as long as the encounter.
    """

    bases: Mapping[str, int] | None = None
    purposes: frozenset[str] | None = None
    export_purposes: frozenset[str] | None = None
    consent_required: frozenset[ReporterType] = field(default=CONSENT_REQUIRED)
    plain_ingest: bool = True
    match_unassessed: str | None = None
    vault_days: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is no policy file."""
        return self.bases is None

    def accepts_basis(self, text: str) -> bool:
        """Whether rows on this legal basis may come in."""
        return self.bases is None or text in self.bases

    def accepts_purpose(self, text: str) -> bool:
        """Whether rows for this purpose may come in."""
        return self.purposes is None or text in self.purposes

    def expires_on(self, basis: str, observed: date) -> date | None:
        """Local day on which the term of a row ends; None where no term is set."""
        days = (self.bases or {}).get(basis, 0)
        return observed + timedelta(days=days) if days else None


def load_policy(path: Path) -> Policy:
    """Read the policy of an installation; the open one where there is no file.

    Raises
    ------
    PolicyError
        With one line that says what is wrong, when the file can't be used.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Policy()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        message = f"the policy {path} can't be read: {str(error).splitlines()[0]}"
        raise PolicyError(message) from None
    try:
        return _policy(content)
    except (TypeError, ValueError, AttributeError) as error:
        message = f"the policy {path} can't be used: {error}"
        raise PolicyError(message) from None


def _policy(content: dict[str, Any]) -> Policy:
    unknown = sorted(set(content) - _KEYS)
    if unknown:
        message = f"{unknown[0]!r} is not a word of policies"
        raise ValueError(message)
    for needed in ("bases", "purposes"):
        if not content.get(needed):
            message = f"it needs {needed}"
            raise ValueError(message)
    bases = {str(name): int(days) for name, days in content["bases"].items()}
    matched = content.get("match_unassessed")
    if matched is not None and matched not in bases:
        message = "match_unassessed is one of the bases"
        raise ValueError(message)
    consent = content.get("consent_required")
    exports = content.get("export_purposes")
    return Policy(
        bases=bases,
        purposes=frozenset(content["purposes"]),
        export_purposes=frozenset(exports) if exports is not None else None,
        consent_required=CONSENT_REQUIRED if consent is None else frozenset(ReporterType(c) for c in consent),
        plain_ingest=bool(content.get("plain_ingest", False)),
        match_unassessed=matched,
        vault_days=_days(content.get("vault_days")),
    )


def _days(said: Any) -> int | None:
    if said is None or (isinstance(said, int) and not isinstance(said, bool) and said > 0):
        return said
    message = "vault_days is a number of days above 0"
    raise ValueError(message)
