"""What became of every row of a file. Nothing is dropped in silence, and the sum proves it."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from ingest.pipeline.outcomes import Outcome
from ingest.report import Rejection


@dataclass
class FileReport:
    """The account of one file.

    ``rows`` = stored + new_version + unchanged + premises_signal + reduced + rejected, always. ``file`` is the base
    name; ``refused`` says why a file could not be read as a whole, and then nothing of it was stored; ``layout`` is the
    name of the one it was read with.
    """

    file: str
    kind: str | None = None
    refused: str | None = None
    rows: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    reduced_by_reason: Counter[str] = field(default_factory=Counter)
    rejected_by_reason: Counter[str] = field(default_factory=Counter)
    wrong_cells: Counter[str] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)
    by_source: Counter[str] = field(default_factory=Counter)
    stored_nobody_named: int = 0
    unknown_columns: tuple[str, ...] = ()
    sheets_not_read: tuple[str, ...] = ()
    layout: str | None = None

    def count(self, outcome: Outcome | str) -> None:
        """Count one row that wasn't rejected."""
        self.rows += 1
        self.outcomes[str(outcome)] += 1

    def reject(self, rejection: Rejection) -> None:
        """Count one rejected row."""
        self.rows += 1
        self.outcomes["rejected"] += 1
        if rejection.source:
            self.by_source[rejection.source] += 1
        self.rejected_by_reason[f"{rejection.column or 'row'}: {rejection.reason}"] += 1

    @property
    def rejected(self) -> int:
        """Number of rejected rows."""
        return self.outcomes["rejected"]

    def adds_up(self) -> bool:
        """Whether every row has exactly one outcome."""
        return self.rows == sum(self.outcomes.values())

    def summary(self) -> dict[str, Any]:
        """The account as plain values, for JSON."""
        counted = {name: self.outcomes[name] for name in (*Outcome, "rejected")}
        return {
            "file": self.file,
            "kind": self.kind,
            "refused": self.refused,
            "rows": self.rows,
            **{str(name): n for name, n in counted.items()},
            "stored_nobody_named": self.stored_nobody_named,
            "reduced_by_reason": dict(sorted(self.reduced_by_reason.items())),
            "rejected_by_reason": dict(sorted(self.rejected_by_reason.items())),
            "wrong_cells": {k: v for k, v in sorted(self.wrong_cells.items()) if v},
            "remarks": dict(sorted(self.remarks.items())),
            "by_source": dict(sorted(self.by_source.items())),
            "unknown_columns": list(self.unknown_columns),
            "sheets_not_read": list(self.sheets_not_read),
            "layout": self.layout,
        }
