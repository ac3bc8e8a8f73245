"""docs/commands.md, written from the command line itself: ``python -m tests.house.command_reference --write``."""

import sys
from collections.abc import Iterator
from typing import Any

from typer.main import get_group

from api.cli import main
from tests.house.sources import ROOT

PAGE = ROOT / "docs" / "commands.md"
OPENING = """# Commands

Every command with its arguments and options; `make docs` writes this page from the command line's own help. Results go
to standard output, talk and progress to standard error. Exit 0: done; 1: done, but something was rejected, refused or
needs a look; 2: wrong usage; 3: nothing could be done.
"""


def written() -> str:
    """The page as it should be."""
    group: Any = get_group(main.app)
    context = group.make_context("waterbed", [], resilient_parsing=True)
    parts = [OPENING, *_section(group, context, "waterbed", 2)]
    for name in main.COMMANDS:
        command = group.get_command(context, name)
        parts += _command(command, context, f"waterbed {name}", 2)
    return "\n".join(parts)


def _command(command: Any, parent: Any, path: str, level: int) -> Iterator[str]:
    context = command.make_context(path.rsplit(maxsplit=1)[-1], [], parent=parent, resilient_parsing=True)
    yield from _section(command, context, path, level)
    for name, inner in sorted(getattr(command, "commands", {}).items()):
        yield from _command(inner, context, f"{path} {name}", level + 1)


def _section(command: Any, context: Any, path: str, level: int) -> Iterator[str]:
    yield f"{'#' * level} `{path}`\n"
    yield (
        " ".join(line or "\n\n" for line in (command.help or "").strip().splitlines()).replace(" \n\n ", "\n\n") + "\n"
    )
    records = [p.get_help_record(context) for p in command.get_params(context) if p.name != "help"]
    rows = [f"| `{_cell(names)}` | {_cell(said)} |" for names, said in filter(None, records)]
    if rows:
        yield "\n".join(["| | |", "|---|---|", *rows]) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        PAGE.write_text(written(), encoding="utf-8")
    else:
        sys.stdout.write(written())
