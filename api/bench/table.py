"""A benchmark's result: one table with what was measured, on what, with which seeds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table. ``settings`` says what it was measured on (seeds, sizes), ``note`` how to read it."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[Mapping[str, object]]
    settings: str
    note: str = ""

    def markdown(self) -> str:
        """Return the table as Markdown, numbers rounded to three significant digits."""
        lines = [f"## {self.title}", "", self.settings, ""]
        lines.append("| " + " | ".join(self.columns) + " |")
        lines.append("|" + "---|" * len(self.columns))
        lines += ["| " + " | ".join(shown(row.get(c)) for c in self.columns) + " |" for row in self.rows]
        if self.note:
            lines += ["", self.note]
        return "\n".join(lines) + "\n"


def shown(value: object) -> str:
    """Return a cell as text: floats with three significant digits, None as a dash."""
    match value:
        case None:
            return "-"
        case bool():
            return "yes" if value else "no"
        case float() if value == 0 or 0.001 <= abs(value) < 1e6:
            return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
        case float():
            return f"{value:.2e}"
        case int():
            return f"{value:,}"
        case _:
            return str(value)
