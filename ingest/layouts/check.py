"""Whether a layout can be used, by itself and with a file: a dry run that needs no keys and no graph and stores nothing."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from graph.geography import MunicipalityTable, load_municipalities
from graph.model import Consent
from ingest.contract import NEEDED
from ingest.formats import RawRow, open_table
from ingest.keyring import Keyring
from ingest.layouts.layout import Layout
from ingest.layouts.shown import Words, words_shown
from ingest.layouts.words import VOCABULARY, is_accepted
from ingest.policy import Policy
from ingest.reader import Notes, Reader
from ingest.registers import read_controls, read_interventions
from ingest.report import Reduced, Rejection
from ingest.validation import PERSON_COLUMNS, read_encounters

OWN_TO_EACH_ROW = frozenset({"record_id", "observed_on", "intervention_id", "from_date", "until_date"})
_SOURCE_CHARACTERS = "-_."


@dataclass(frozen=True, slots=True)
class DryRun:
    """What would become of a file's rows in an empty home.

    ``outcomes`` counts stored, premises_signal, reduced, rejected, and again (a record that stands in the file more
    than once). ``untranslated`` are words of vocabulary columns that are none of the contract's.
    """

    file: str
    rows: int
    outcomes: Mapping[str, int]
    rejected_by_reason: Mapping[str, int]
    reduced_by_reason: Mapping[str, int]
    wrong_cells: Mapping[str, int]
    unknown_columns: tuple[str, ...]
    untranslated: Mapping[str, Words]

    @property
    def needs_a_look(self) -> bool:
        """Whether something in it would be lost."""
        return bool(self.outcomes.get("rejected") or self.wrong_cells or self.untranslated or not self.rows)


def missing(layout: Layout) -> tuple[str, ...]:
    """Needed columns that a layout neither maps nor gives as a constant: no file can be read with it then."""
    return tuple(c for c in NEEDED[layout.kind] if c not in layout.columns and not layout.constants.get(c))


def doubts(layout: Layout) -> Iterator[str]:
    """What should be looked at in a layout by itself."""
    for column, words in layout.values.items():
        if column not in layout.columns:
            yield f"[values.{column}] does nothing, as [columns] doesn't read {column}"
        wrong = sorted({w for w in words.values() if column in VOCABULARY and not is_accepted(column, w)})
        if wrong:
            yield f"[values.{column}] gives {', '.join(map(repr, wrong))}, which the contract doesn't have"
    for column, text in layout.constants.items():
        problem = _wrong_constant(column, text, load_municipalities())
        if problem:
            yield f"[constants] {column} {problem}"


def dry_run(path: Path, layout: Layout | None, *, policy: Policy, keys: Keyring, today: date) -> DryRun:
    """Read a file as ingest would, and store nothing.

    Parameters
    ----------
    path
        The file.
    layout
        How its columns are read; None: they are the contract's.
    policy
        What the installation accepts.
    keys
        Any keys: register entries can't be made without, and nothing made here is kept.
    today
        Local day.

    Raises
    ------
    UnreadableFile
        When the file can't be read as a whole with this layout.
    """
    table = open_table(path, layout)
    notes = Notes()
    reader = Reader(policy, load_municipalities(), today, table.date_format, notes)
    tally = _Tally()
    rows = tally.watched(table.rows())
    if table.kind == "encounters":
        for outcome in read_encounters(rows, reader):
            tally.encounter(outcome)
    else:
        read = read_controls if table.kind == "controls" else read_interventions
        for entry in read(rows, reader, keys, batch_id=""):
            tally.entry(entry)
    words = {c: shown for c, counted in sorted(tally.unknown.items()) if (shown := words_shown(c, counted))}
    return DryRun(
        file=path.name,
        rows=tally.rows,
        outcomes=dict(tally.outcomes),
        rejected_by_reason=dict(sorted(tally.rejected.items())),
        reduced_by_reason=dict(sorted(tally.reduced.items())),
        wrong_cells={c: n for c, n in sorted(notes.wrong_cells.items()) if n},
        unknown_columns=table.unknown_columns,
        untranslated=words,
    )


@dataclass
class _Tally:
    rows: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    reduced: Counter[str] = field(default_factory=Counter)
    unknown: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter), repr=False)
    _seen: set[Any] = field(default_factory=set, repr=False)

    def watched(self, rows: Iterator[RawRow]) -> Iterator[RawRow]:
        """Rows as they pass, counted, the words of their vocabulary columns looked at."""
        for row in rows:
            self.rows += 1
            for column, cell in row.cells.items():
                if column in VOCABULARY and cell:
                    parts = [p.strip() for p in cell.split("|")] if column == "nationality" else [cell]
                    self.unknown[column].update(p for p in parts if p and not is_accepted(column, p))
            yield row

    def encounter(self, outcome: Any) -> None:
        """Count what became of a row of an encounters file."""
        if isinstance(outcome, Rejection):
            self._reject(outcome)
            return
        report = outcome.report if isinstance(outcome, Reduced) else outcome
        record = (report.source_id, report.record_id)
        if record in self._seen:
            self.outcomes["again"] += 1
            return
        self._seen.add(record)
        if isinstance(outcome, Reduced):
            self.outcomes["reduced"] += 1
            self.reduced[outcome.reason] += 1
        else:
            self.outcomes["stored" if report.names_person else "premises_signal"] += 1

    def entry(self, entry: Any) -> None:
        """Count what became of a row of another file."""
        if isinstance(entry, Rejection):
            self._reject(entry)
            return
        self.outcomes["again" if entry.id in self._seen else "stored"] += 1
        self._seen.add(entry.id)

    def _reject(self, rejection: Rejection) -> None:
        self.outcomes["rejected"] += 1
        self.rejected[f"{rejection.column or 'row'}: {rejection.reason}"] += 1


def _wrong_constant(column: str, text: str, table: MunicipalityTable) -> str | None:
    """What is wrong with a constant; None where nothing is."""
    is_source = all(c.isascii() and (c.isalnum() or c in _SOURCE_CHARACTERS) for c in text)
    is_town = column != "municipality" or table.resolve(text, date.min, date.max).code is not None
    is_word = column not in VOCABULARY or is_accepted(column, text)
    problems = (
        (column in PERSON_COLUMNS, "would be the same for everybody: a person's own columns come from the file"),
        (column in OWN_TO_EACH_ROW, "would be the same in every row: it comes from the file"),
        (not text.strip(), "is empty: fill it in, or take the line away"),
        (column == "consent_status" and text == Consent.GIVEN, "says it of everybody: it comes from the file"),
        (column == "source_id" and not is_source, "has letters, digits and -_. only"),
        (not is_town, "is no municipality's code or official name"),
        (not is_word, "is no word of the contract"),
    )
    return next((words for is_so, words in problems if is_so), None)
