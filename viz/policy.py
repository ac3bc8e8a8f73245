"""A policy as lines that a privacy officer can read."""

from collections.abc import Iterator, Mapping
from typing import Any

DAYS_A_YEAR = 365


def policy_lines(policy: Mapping[str, Any]) -> Iterator[str]:
    """Say what is accepted, for how long, of whom consent is asked, and what needs a look.

    Parameters
    ----------
    policy
        The policy as plain values (``ingest.policy.summary``).
    """
    if policy["is_open"]:
        yield "Open: no policy file."
    else:
        width = max(len(basis) for basis in policy["bases"])
        yield "Rows come in on these legal bases, and are kept:"
        for basis, days in policy["bases"].items():
            yield f"  {basis.ljust(width)}  {_term(days)}"
        yield f"for these purposes: {', '.join(policy['purposes'])}"
        yield f"from these reporters: {', '.join(policy['reporters'])}"
    days = policy["premises_signal_days"]
    yield f"Signals about premises are kept: {'as their basis says' if days is None else _term(days)}"
    yield f"A person is stored only with consent when the reporter is: {', '.join(policy['consent_required']) or 'none'}"
    yield f"Plain files: {'accepted' if policy['plain_ingest'] else 'refused, sealed ones only'}"
    basis = policy["match_unassessed"]
    compared = f"compared once, in memory, with persons who have a signal, on {basis}" if basis else "only counted"
    yield f"Rows that nobody has judged yet (Unassessed): {compared}"
    listed = policy["export_purposes"] if policy["export_purposes"] is not None else policy["purposes"]
    yield f"Whoever reads about persons states one of these purposes: {_any(listed)}"
    for doubt in policy["doubts"]:
        yield f"look: {doubt}"


def _any(words: list[str] | None) -> str:
    return "any" if words is None else ", ".join(words) or "none, nobody reads"


def _term(days: int) -> str:
    if not days:
        return "no term set"
    years = days / DAYS_A_YEAR
    return f"{days:,} days" + (f" (about {years:.1f} years)" if years >= 1 else "")
