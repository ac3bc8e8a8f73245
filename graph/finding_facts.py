"""What a list may say of a finding: its tier, when and where; nothing of whom."""

from datetime import date

from graph.model import Displacement, Finding, Reappearance, Relocation, Rotation


def tier_of(finding: Finding) -> str:
    """Tier of a finding; a reappearance is a fact and has none, a displacement its step of the ladder."""
    match finding:
        case Rotation() | Relocation():
            return finding.tier.value
        case Displacement():
            return f"step {finding.ladder_step}"
        case Reappearance():
            return "fact"


def span_of(finding: Finding) -> tuple[date | None, date | None]:
    """First and last local day that a finding speaks of."""
    match finding:
        case Reappearance():
            return finding.first_seen, finding.seen_now
        case Rotation():
            return finding.first_seen, finding.last_seen
        case Relocation():
            return finding.left_after, finding.arrived_before
        case Displacement():
            return None, None


def named_towns(finding: Finding) -> frozenset[str]:
    """Municipalities that a finding itself names beside those of its encounters."""
    match finding:
        case Reappearance():
            return frozenset({*finding.municipalities_before, finding.municipality_now})
        case Rotation() | Relocation():
            return frozenset()
        case Displacement():
            return frozenset({*finding.treated, *(code for code, _ in finding.receiving)})
