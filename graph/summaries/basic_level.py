"""Basic level: how much of what a municipality should have in place against human trafficking is there.

Beside counts it helps to tell a quiet municipality from one where nobody looks. It counts questions, never people.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class BasicLevelFigures:
    """Questions by their answer; those never answered are among the ``unknown``. ``newest``: local day of the last answer."""

    in_place: int
    partly: int
    absent: int
    unknown: int
    newest: date | None

    @property
    def items(self) -> int:
        """How many questions there are."""
        return self.in_place + self.partly + self.absent + self.unknown
