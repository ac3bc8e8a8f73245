"""A finding as an analyst reads it in full: its numbers, what keeps it lower, and what becomes of it otherwise."""

from collections.abc import Iterator, Mapping
from typing import Any

Shown = Mapping[str, Any]
_BELOW = (
    "what_if",
    "laps_between",
    "unflagged_because",
    "benign_reading",
    "encounters",
    "withdrawn_because",
    "methods",
    "decisions",
    "grown_by",
)


def finding_lines(shown: Shown) -> Iterator[str]:
    """Lines of one finding: every field, lists in a line, then the reasons."""
    for name, value in shown.items():
        if name not in _BELOW and value is not None:
            yield f"{name:<26}{_text(value)}"
    yield f"{'encounters':<26}{len(shown['encounters']):,}"
    if between := shown.get("laps_between"):
        least, most = between
        yield f"between {least:.3g} and {most:.3g} laps, by the order of sightings on one date"
    for reason in shown.get("unflagged_because") or ():
        yield f"not higher: {reason}"
    for answer in shown.get("what_if") or ():
        missing = f" ({'; '.join(answer['because'])})" if answer["because"] else ""
        yield f"{answer['what']}: {'holds' if answer['holds'] else 'falls'}{missing}"
    if shown.get("benign_reading"):
        yield f"may be: {shown['benign_reading']}"
    for d in shown.get("decisions") or ():
        yield f"{d['ruling']}: version {d['version']} by {d['by']} at {d['at']}: {d['reason']}"
    for word in shown.get("grown_by") or ():
        yield f"grown since by: {word}"
    if shown.get("withdrawn_because"):
        yield f"withdrawn: {shown['withdrawn_because']}"
    yield "a lead, not evidence"


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_text, value)) or "-"
    if isinstance(value, dict):
        return ", ".join(f"{k} {_text(v)}" for k, v in value.items())
    return f"{value:.4g}" if isinstance(value, float) else str(value)
