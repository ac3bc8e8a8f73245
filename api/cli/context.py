"""What every command is given, and how it talks."""

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from api.home import Home

if TYPE_CHECKING:
    from rich.progress import Progress


@dataclass(frozen=True, slots=True)
class Context:
    """The installation a command works on. ``is_debug``: an unexpected error shows its traceback."""

    home: Home
    is_debug: bool = False


def context_of(context: typer.Context) -> Context:
    """Return what the command was given: the home, and how to tell of errors."""
    given = context.find_object(Context)
    assert given is not None, "the root command makes it"
    return given


def say(text: str) -> None:
    """Talk: a line on standard error. What stands there is for people, never for scripts."""
    print(text, file=sys.stderr, flush=True)


def progress() -> "Progress":
    """Progress bars on standard error; silent where that is no terminal."""
    from rich.console import Console  # noqa: PLC0415 - rich takes longer to import than most commands to run
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )
