"""A pair as a reviewer reads it: two records side by side, level by level, and what a verdict would change."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Shown = Mapping[str, Any]


def pair_lines(shown: Shown) -> Iterator[str]:
    """Lines of one pair, as the review job shows it."""
    if "reason" in shown:
        why = f"{shown['reason']} ({shown['because']})" if shown["because"] else shown["reason"]
        yield f"{shown['id'] or 'no judgement on the pair yet'}  {why}: a verdict changes something with probability {shown['chance']:.3g}"
        persons = " and ".join(
            f"{person} ({size})" for person, size in zip(shown["person_ids"], shown["sizes"], strict=False)
        )
        if len(shown["person_ids"]) == 1:
            persons = f"{shown['person_ids'][0]}, {shown['sizes'][0]} of {sum(shown['sizes'])} encounters from the rest"
        yield f"  then {_count(shown['pairs'], 'pair')} and {_count(shown['reappearances'], 'reappearance')}: {persons}"
        if shown["other_pairs_settled"]:
            yield f"  settles {_count(shown['other_pairs_settled'], 'other pair')} as well"
    yield f"  left   {shown['left']}"
    yield f"  right  {shown['right']}"
    for side, record in zip(("left ", "right"), shown["context_never_evidence"], strict=False):
        kind = ", ".join(filter(None, (record["reporter_type"], record["channel"])))
        yield f"  {side}  met in {record['municipality_name']}, {record['month']}, by {kind} (context, never evidence)"
    yield from waterfall_lines(shown["waterfall"])
    yield from word_lines(shown["said"])


def waterfall_lines(waterfall: Shown | None) -> Iterator[str]:
    """The waterfall in bits: prior, fields, sum, probability, band, and what held it back."""
    if waterfall is None:
        yield "  no tokens in the vault: ingest the file again to see the levels"
        return
    yield f"  {'prior':<18}{'':<28}{waterfall['prior_weight']:+8.2f}"
    for step in waterfall["fields"]:
        yield f"  {step['field']:<18}{step['level']:<28}{step['weight']:+8.2f}"
        if step["frequency_adjustment"] is not None:
            yield f"  {'':<18}{'  how common the value is':<28}{step['frequency_adjustment']:+8.2f}"
    probability = waterfall["probability"]
    yield f"  {'sum':<18}{waterfall['model']:<28}{waterfall['match_weight']:+8.2f}  probability {probability:.6f}"
    held = f"; held back: {waterfall['held_back']}" if waterfall["held_back"] else ""
    unseen = "" if waterfall["compared_by_linking"] else "; no blocking rule proposes it, so linking never compares it"
    yield f"  the model says: {waterfall['band']}{held}{unseen}"


def word_lines(words: Sequence[Shown]) -> Iterator[str]:
    """What reviewers and sources said, oldest first."""
    for w in words:
        gone = (
            f", taken back by {w['withdrawn_by'] or 'linking'}: {w['withdrawn_because']}" if w["withdrawn_at"] else ""
        )
        yield f"  {w['at'][:16]}Z  {w['by']}: {w['verdict']} ({w['why']}){gone}  {w['id']}"


def _count(n: int, word: str) -> str:
    return f"{n:,} {word}{'' if n == 1 else 's'}"
