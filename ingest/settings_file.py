"""Files of settings that somebody wrote by hand: TOML, read whole or refused in one line that says how to mend it."""

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from graph.errors import WaterbedError

T = TypeVar("T")


class Defect(ValueError):
    """What is wrong with a key, and how to mend it."""


def settings_text(path: Path, what: str, error: type[WaterbedError]) -> str | None:
    """Text of a file of settings; None where there is none.

    Parameters
    ----------
    path
        The file.
    what
        What messages call it, such as "policy".
    error
        Raised, with one line, when the file is there and can't be read.
    """
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        if not path.is_symlink():
            return None
        message = f"the {what} {path} is a link to a file that isn't there: restore it, or remove the link"
    except UnicodeDecodeError:
        message = f"the {what} {path} is not UTF-8: save it as such"
    except OSError as refused:
        message = f"the {what} {path} can't be read ({refused.strerror}): mend its rights, or put the file back"
    raise error(message)


def parsed(text: str, what: str, name: str, make: Callable[[Mapping[str, Any]], T], error: type[WaterbedError]) -> T:
    """What ``make`` makes of a TOML text.

    Parameters
    ----------
    text
        The text.
    what, name
        What messages call it, and where it stands.
    make
        Reads the content; raises :class:`Defect` for what is wrong in it.
    error
        Raised, with one line, for a text that isn't TOML, and for a defect.
    """
    try:
        return make(tomllib.loads(text))
    except tomllib.TOMLDecodeError as refused:
        message = f"the {what} {name} is not TOML: {str(refused).splitlines()[0]}"
    except Defect as defect:
        message = f"the {what} {name} can't be used: {defect}"
    raise error(message)
