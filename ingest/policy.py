"""The policy of an installation: which bases and purposes it accepts, for how long, and from whom consent is needed.

It is a TOML file in the home, read by :mod:`ingest.policy_file`, which says what each key means. An installation
without one takes any basis and purpose that isn't empty, and says so at every ingest.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from graph.model import CONSENT_REQUIRED, ReporterType


@dataclass(frozen=True, slots=True)
class Policy:
    """What an installation accepts.

    ``bases`` maps a legal basis to its term in days, 0 where none is set; ``premises_signal_days`` is the term of
    signals about premises, None where it is that of their basis; ``vault_days`` how many days after the last day of an
    encounter its tokens for linkage are kept, None: as long as the encounter. ``bases``, ``purposes`` and
    ``export_purposes`` None: anything that isn't empty. ``reporters`` are the reporter types whose rows may come in.
    ``sources`` are the registers whose rows may, and ``towns`` the municipalities whose measures may; None: all. A
    policy file says nothing of these two: they narrow what one login may send.
    """

    bases: Mapping[str, int] | None = None
    purposes: frozenset[str] | None = None
    export_purposes: frozenset[str] | None = None
    reporters: frozenset[ReporterType] = field(default=frozenset(ReporterType))
    consent_required: frozenset[ReporterType] = field(default=CONSENT_REQUIRED)
    plain_ingest: bool = True
    match_unassessed: str | None = None
    vault_days: int | None = None
    premises_signal_days: int | None = None
    sources: frozenset[str] | None = None
    towns: frozenset[str] | None = None

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

    def accepts_reporter(self, reporter: ReporterType) -> bool:
        """Whether rows of this type of reporter may come in."""
        return reporter in self.reporters

    def expires_on(self, basis: str, observed: date, *, names_person: bool = True) -> date | None:
        """Local day on which the term of a row ends; None where no term is set.

        Parameters
        ----------
        basis
            Legal basis of the row.
        observed
            Local day on which it was observed.
        names_person
            False for a signal about premises, which has a term of its own where the policy sets one.
        """
        days = (self.bases or {}).get(basis, 0)
        if not names_person and self.premises_signal_days is not None:
            days = self.premises_signal_days
        return observed + timedelta(days=days) if days else None


def doubts(policy: Policy) -> Iterator[str]:
    """What a privacy officer should look at in a policy that can be used: what is missing, and what is unusual."""
    if policy.is_open:
        yield "there is no policy file: any legal basis, purpose and plain file is accepted, and nothing has a term"
        return
    for basis, days in (policy.bases or {}).items():
        if days == 0:
            yield f'the basis "{basis}" has no term: its rows are kept until somebody erases them; write its days'
    if policy.premises_signal_days == 0:
        yield "signals about premises have no term: write days under [terms]"
    unasked = sorted((CONSENT_REQUIRED - policy.consent_required) & policy.reporters)
    if unasked:
        yield f"no consent is asked of {', '.join(unasked)}, where the contract asks it: say on what ground, or list them"
    if policy.export_purposes is None:
        yield "export_purposes isn't set: whoever reads may state any purpose of rows; list those of readers"


def summary(policy: Policy) -> dict[str, object]:
    """Policy as plain values, for people and for JSON."""
    return {
        "is_open": policy.is_open,
        "bases": None if policy.bases is None else dict(policy.bases),
        "purposes": _listed(policy.purposes),
        "export_purposes": _listed(policy.export_purposes),
        "reporters": _listed(policy.reporters),
        "consent_required": _listed(policy.consent_required),
        "plain_ingest": policy.plain_ingest,
        "match_unassessed": policy.match_unassessed,
        "premises_signal_days": policy.premises_signal_days,
        "vault_days": policy.vault_days,
        "doubts": list(doubts(policy)),
    }


def _listed(words: frozenset[str] | frozenset[ReporterType] | None) -> list[str] | None:
    return None if words is None else sorted(str(word) for word in words)
