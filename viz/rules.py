"""Figures of rules as lines of text."""

from collections.abc import Iterator, Sequence

from graph.rule_figures import RuleFigures

_HEAD = ("kind", "rule", "told", "decided", "rejected", "share", "waiting", "median h", "9 of 10 h", "oldest h")
_WIDTHS = (13, 22, 6, 8, 9, 6, 8, 9, 10, 9)


def rule_lines(found: Sequence[RuleFigures]) -> Iterator[str]:
    """A head and a line for each version of a rule; nothing where there is none. ``-``: not known yet."""
    if found:
        yield _line(_HEAD)
    for f in found:
        share = "-" if f.share_rejected is None else f"{100 * f.share_rejected:.0f} %"
        hours = [_hours(h) for h in (f.median_hours, f.slow_hours, f.oldest_hours)]
        counts = [f"{n:,}" for n in (f.told, f.decided, f.rejected)]
        yield _line((f.kind, f.rule_version, *counts, share, f"{f.waiting:,}", *hours))


def _hours(hours: float | None) -> str:
    return "-" if hours is None else f"{hours:,.1f}"


def _line(cells: Sequence[str]) -> str:
    words = [c.ljust(w) if i < 2 else c.rjust(w) for i, (c, w) in enumerate(zip(cells, _WIDTHS, strict=True))]
    return " ".join(words).rstrip()
