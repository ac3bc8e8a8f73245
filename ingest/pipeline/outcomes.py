"""What becomes of each row: stored, new version, unchanged, premises signal or reduced.

A record (source_id, record_id) has one current content; the rows of a file are read as a sequence of what its source
says. The same content again is *unchanged*, other content a *new version*, also where it turns a tally back into an
encounter; a row that may be kept only as a tally is *reduced*, and reduces what was stored.

Two rules make a repeated file change nothing even when it holds two versions of one record. Rows of a part of a file
that was wholly read before count as unchanged where their content is any the record ever had. And a record whose rows
end where it already stands was read before, by a run that ended too early to say so.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Nature(StrEnum):
    """What a row may be kept as."""

    ENCOUNTER = "encounter"
    PREMISES_SIGNAL = "premises_signal"
    TALLY = "tally"


class Outcome(StrEnum):
    """What became of a row that wasn't rejected."""

    STORED = "stored"
    NEW_VERSION = "new_version"
    UNCHANGED = "unchanged"
    PREMISES_SIGNAL = "premises_signal"
    REDUCED = "reduced"


FIRST_OUTCOME = {
    Nature.ENCOUNTER: Outcome.STORED,
    Nature.PREMISES_SIGNAL: Outcome.PREMISES_SIGNAL,
    Nature.TALLY: Outcome.REDUCED,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a record stands: as a tally or not, with which content and version, and every content it ever had.

    A tally knows only itself: what was stored before it was reduced is forgotten, its digests too.
    """

    is_tally: bool
    digest: str
    version: int
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What one row says: which record (keyed id), its content as a keyed digest, and what it may be kept as."""

    id: str
    digest: str
    nature: Nature


@dataclass(frozen=True, slots=True)
class Write:
    """A record to be written: the row (index into the sequence) that holds its content, and how it will stand."""

    row: int
    before: Standing | None
    after: Standing


@dataclass(frozen=True, slots=True)
class Decided:
    """Outcome of each row, in order, and one write for each record that changes."""

    outcomes: tuple[Outcome, ...]
    writes: tuple[Write, ...]


def decide(rows: Sequence[Said], standing: Mapping[str, Standing], *, read_before: bool) -> Decided:
    """Outcomes of consecutive rows of one file, and what is to be written.

    Parameters
    ----------
    rows
        Rows in the order of the file.
    standing
        How their records stand before the first of them; records never seen are absent.
    read_before
        Whether this part of this very file was wholly read before.
    """
    now = dict(standing)
    outcomes: list[Outcome] = []
    rows_of: dict[str, list[int]] = defaultdict(list)
    last: dict[str, int] = {}
    for i, said in enumerate(rows):
        if read_before and _was_applied(said, standing.get(said.id)):
            outcomes.append(Outcome.UNCHANGED)
            continue
        outcome, after = _step(said, now.get(said.id))
        outcomes.append(outcome)
        rows_of[said.id].append(i)
        if outcome is not Outcome.UNCHANGED:
            now[said.id] = after
            last[said.id] = i
    writes = []
    for record, row in last.items():
        before, after = standing.get(record), now[record]
        if before is not None and _stands_there_already(before, [rows[i] for i in rows_of[record]], after):
            for i in rows_of[record]:
                outcomes[i] = Outcome.UNCHANGED
        else:
            writes.append(Write(row, before, after))
    return Decided(tuple(outcomes), tuple(writes))


def _was_applied(said: Said, before: Standing | None) -> bool:
    return before is not None and (before.is_tally or said.digest in before.known)


def _step(said: Said, stands: Standing | None) -> tuple[Outcome, Standing]:
    is_tally = said.nature is Nature.TALLY
    if stands is None:
        return FIRST_OUTCOME[said.nature], Standing(is_tally, said.digest, 1, (said.digest,))
    if stands.is_tally == is_tally and stands.digest == said.digest:
        return Outcome.UNCHANGED, stands
    known = (said.digest,) if is_tally else tuple(dict.fromkeys((*stands.known, said.digest)))
    after = replace(stands, is_tally=is_tally, digest=said.digest, version=stands.version + 1, known=known)
    return (Outcome.REDUCED if is_tally else Outcome.NEW_VERSION), after


def _stands_there_already(before: Standing, rows: Sequence[Said], after: Standing) -> bool:
    ends_alike = before.is_tally == after.is_tally and before.digest == after.digest
    return ends_alike and (before.is_tally or all(said.digest in before.known for said in rows))
