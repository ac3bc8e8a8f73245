"""A proposal for a layout: of all ways to read a file and all kinds it might be, the one that explains most of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from graph.errors import LayoutError
from ingest.contract import COLUMNS, NEEDED, TELLING
from ingest.layouts.guess.assign import Guess, assign
from ingest.layouts.guess.content import Setting, looks_like_bsn
from ingest.layouts.guess.dates import date_format_of, last_year
from ingest.layouts.guess.sample import Sample, samples_of
from ingest.layouts.shown import Words, words_shown
from ingest.layouts.words import VOCABULARY, is_accepted, meaning


@dataclass(frozen=True, slots=True)
class NotMapped:
    """A header that is left out, why, and what it may be."""

    header: str
    reason: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A layout for one file, with how sure each part of it is.

    ``columns`` are the sure guesses in the contract's order; ``values`` what words mean, for vocabulary columns alone;
    ``untranslated`` words of those columns that nothing is known of; ``blanks`` the needed columns that the officer
    fills in as constants; ``lacking`` those that no constant can give. ``date_is_ambiguous``: another form fits too.
    """

    kind: str
    sample: Sample
    date_format: str | None
    date_is_ambiguous: bool
    columns: tuple[Guess, ...]
    not_mapped: tuple[NotMapped, ...]
    values: Mapping[str, Mapping[str, str]]
    untranslated: Mapping[str, Words]
    blanks: tuple[str, ...]
    lacking: tuple[str, ...]
    other_sheets: int = 0


MIN_COLUMNS = 3
"""Fewer are no register."""

OWN_TO_EACH_ROW = frozenset({"record_id", "observed_on", "from_date", "until_date", "controls", "intervention_id",
                             "effective_on", "status"})  # fmt: skip
"""Needed columns that differ from row to row: a constant would be wrong in all but one."""


def guess_layout(path: Path, *, today: date, kind: str | None = None) -> Proposal:
    """Propose a layout for a file.

    Parameters
    ----------
    path
        CSV, XLSX, Parquet or JSON Lines.
    today
        Local day: no day of a file lies after it.
    kind
        Kind of file where it is known; else the kind that explains most of it.

    Raises
    ------
    UnreadableFile
        When it can't be read as a whole.
    LayoutError
        When nothing in it looks like the columns of any kind of file.
    """
    samples = samples_of(path)
    kinds = [kind] if kind else list(COLUMNS)
    proposals = [_proposal(sample, k, today, len(samples) - 1) for sample in samples for k in kinds]
    likely = [p for p in proposals if _explains(p) > 0]
    if not likely:
        message = (
            f"{path.name} has no row of headers that look like a register's: write the layout by hand, docs/data.md"
        )
        raise LayoutError(message)
    return max(likely, key=_explains)


def _explains(proposal: Proposal) -> float:
    """How much of a file a proposal explains: its confidences, the telling columns of its kind counted twice.

    Nothing, where none of those is there or hardly any column at all.
    """
    telling = [g for g in proposal.columns if g.column in TELLING[proposal.kind]]
    if not telling or len(proposal.columns) < MIN_COLUMNS:
        return 0.0
    return sum(g.confidence for g in (*proposal.columns, *telling))


def _proposal(sample: Sample, kind: str, today: date, other_sheets: int) -> Proposal:
    usable, left_out = _usable(sample)
    cells = [sample.cells(i) for i in usable]
    secret = [i for i, one in zip(usable, cells, strict=True) if looks_like_bsn(one)]
    left_out += [NotMapped(sample.headers[i], "looks like a BSN: it may not be in the file") for i in secret]
    cells = [one for i, one in zip(usable, cells, strict=True) if i not in secret]
    usable = [i for i in usable if i not in secret]
    filled = [one.filled for one in cells]
    date_format, ambiguous = date_format_of(filled)
    setting = Setting(date_format, last_year(filled, date_format, today))
    headers = [sample.headers[i] for i in usable]
    guesses = assign(headers, cells, COLUMNS[kind], setting)
    sure = tuple(g for g in guesses if g.is_sure)
    mapped = {g.header: g.column for g in sure}
    found = {mapped[sample.headers[i]]: sample.all_cells(i) for i in usable if sample.headers[i] in mapped}
    doubtful = {g.header: g for g in guesses if not g.is_sure}
    for header in headers:
        if header not in mapped:
            left_out.append(_left_out(header, doubtful.get(header)))
    missing = [c for c in NEEDED[kind] if c not in found]
    return Proposal(
        kind=kind,
        sample=sample,
        date_format=date_format,
        date_is_ambiguous=ambiguous,
        columns=sure,
        not_mapped=tuple(left_out),
        values={c: words for c in found if c in VOCABULARY and (words := _translations(c, found[c]))},
        untranslated={c: rest for c in found if c in VOCABULARY and (rest := words_shown(c, _unknown(c, found[c])))},
        blanks=tuple(c for c in missing if c not in OWN_TO_EACH_ROW),
        lacking=tuple(c for c in missing if c in OWN_TO_EACH_ROW),
        other_sheets=other_sheets,
    )


def _usable(sample: Sample) -> tuple[list[int], list[NotMapped]]:
    """Columns with a header of their own, and those that have none."""
    counted = Counter(sample.headers)
    usable, left_out = [], []
    for i, header in enumerate(sample.headers):
        if not header:
            continue
        if counted[header] == 1 and header.isprintable():
            usable.append(i)
        elif sample.headers.index(header) == i:
            reason = "stands there twice" if counted[header] > 1 else "not printable"
            left_out.append(NotMapped(header, reason))
    return usable, left_out


def _left_out(header: str, doubtful: Guess | None) -> NotMapped:
    if doubtful is None:
        return NotMapped(header, "like no column of the contract")
    return NotMapped(header, f"perhaps {doubtful.column}, {doubtful.confidence:.2f} {doubtful.by}")


def _translations(column: str, cells: Sequence[str]) -> dict[str, str]:
    """What the words of a column mean, where they aren't the contract's own already.

    Whole cells, as a layout translates whole cells; and only words that the table of words has.
    """
    found = {}
    for word in sorted(set(cells)):
        known = None if is_accepted(column, word) else meaning(column, word)
        if known is not None:
            found[word] = known
    return found


def _unknown(column: str, cells: Sequence[str]) -> Counter[str]:
    return Counter(
        {word: n for word, n in Counter(cells).items() if not is_accepted(column, word) and not meaning(column, word)}
    )
