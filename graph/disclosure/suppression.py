"""Which counts of a table may be shown together, so that none below the threshold follows from the others.

A table here is a whole (a region), its parts (municipalities), and columns that each count is broken down into
(quarters, or categories). Small counts are hidden first; then more are hidden until what is left over, whole minus
parts shown, is of two or more parts and not small itself: complementary suppression (Hundepool and others 2012,
Statistical Disclosure Control, chapter 4). Hidden is hidden: why a count isn't shown is never said, or it would tell.

A part is broken down whole or not at all. Then the hidden cells are a full grid of hidden parts by columns, of which no
more is known than sums of rows and columns; the largest value that a cell of such a grid may have is the smaller of its
row's and its column's sum (transportation polytope), and both are at least the threshold. So from what is shown nobody
can tell that a hidden count is small. Counts of persons don't quite add up, as one person may be met in two parts; they
are held to the same rule as if they did, and to what is truly left over.

What is hidden with a small count doesn't depend on how small it is: counts below the threshold cover nothing, as if they
were none. So of two tables that differ within a hidden small count, all that doesn't contain it is shown alike.
"""

from collections.abc import Mapping, Sequence


def shown_parts(whole: int, parts: Mapping[str, int], *, threshold: int) -> frozenset[str]:
    """Parts whose count may be shown beside the whole; none where the whole itself is small.

    Parameters
    ----------
    whole
        Count of the whole.
    parts
        Count of every part of it, those with none included.
    threshold
        Smallest count that may be shown.
    """
    if whole < threshold:
        return frozenset()
    shown = {name for name, n in parts.items() if n >= threshold}
    while shown and not _is_covered([whole], {p: [n] for p, n in parts.items()}, shown, threshold, frozenset()):
        shown.discard(min(shown, key=lambda name: (parts[name], name)))
    return frozenset(shown)


def broken_down_parts(
    whole: Sequence[int],
    parts: Mapping[str, Sequence[int]],
    *,
    among: frozenset[str],
    threshold: int,
    may_be_empty: frozenset[int] = frozenset(),
) -> frozenset[str] | None:
    """Parts that may be shown by columns, beside the whole by columns; None where the whole may not be either.

    Parameters
    ----------
    whole
        Counts of the whole by column; together the columns hold everybody.
    parts
        The same of every part.
    among
        Parts whose total is shown: no other is broken down.
    threshold
        Smallest count that may be shown.
    may_be_empty
        Columns that say nothing of people where they are empty, such as "no quarter known".
    """
    if not _is_safe(whole, threshold, may_be_empty):
        return None
    shown = {name for name in among if _is_safe(parts[name], threshold, may_be_empty)}
    while shown and not _is_covered(whole, parts, shown, threshold, may_be_empty):
        shown.discard(min(shown, key=lambda name: (sum(parts[name]), name)))
    return frozenset(shown)


def safe_categories(counts: Mapping[str, int], total: int, *, threshold: int) -> tuple[str, ...]:
    """Categories that may stand apart, so that what they leave of the total isn't small; in their order."""
    kept = [name for name, n in counts.items() if n >= threshold]
    large = total - sum(n for n in counts.values() if n < threshold)
    while kept and large - sum(counts[name] for name in kept) < threshold:
        kept.remove(min(kept, key=lambda name: (counts[name], name)))
    return tuple(kept)


def _is_safe(counts: Sequence[int], threshold: int, may_be_empty: frozenset[int]) -> bool:
    return all(n >= threshold or (n == 0 and j in may_be_empty) for j, n in enumerate(counts))


def _is_covered(
    whole: Sequence[int],
    parts: Mapping[str, Sequence[int]],
    shown: set[str],
    threshold: int,
    may_be_empty: frozenset[int],
) -> bool:
    """Whether nothing is hidden, or two parts or more that together aren't small in any column, small counts aside."""
    hidden = [name for name in parts if name not in shown]
    if not hidden:
        return True
    columns = range(len(whole))
    small = [sum(n for name in hidden if (n := parts[name][j]) < threshold) for j in columns]
    together = [sum(parts[name][j] for name in hidden) - small[j] for j in columns]
    left_over = [whole[j] - sum(parts[name][j] for name in shown) - small[j] for j in columns]
    empty = frozenset(j for j in may_be_empty if small[j] == 0)
    return len(hidden) > 1 and _is_safe(together, threshold, empty) and _is_safe(left_over, threshold, empty)
