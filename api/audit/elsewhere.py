"""The second place: a folder outside the home, which every checkpoint is copied to before the data it is about leave.

Who can write to the home could put log and checkpoint back to an earlier state, and the log alone can't tell. A copy
where they can't write does. The file only grows, a line a checkpoint, so that a share that can't be rewritten will do.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from api.audit.checkpoint import Checkpoint, checkpoint_text, parsed_checkpoint
from graph.errors import AuditError, UsageError

SETTING = "elsewhere.json"
COPIES = "waterbed-checkpoints.jsonl"
KEEP = "keep_checkpoints"
"""Action of the line that tells since when, and where, copies are kept: the setting can't be dropped in silence."""


@dataclass(frozen=True, slots=True)
class Copies:
    """What lies in the second place: checkpoints that are proven, and the first line that isn't, counted from 1.

    A line that a crash left torn is no JSON, and none that somebody put there.
    """

    checkpoints: tuple[Checkpoint, ...]
    first_bad_line: int | None = None


def folder_of(directory: Path) -> Path | None:
    """Second place of the log in ``directory``; None where there is none.

    Raises
    ------
    AuditError
        When the setting can't be read: then it isn't known where copies must go.
    """
    setting = directory / SETTING
    try:
        return Path(json.loads(setting.read_text(encoding="utf-8"))["folder"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        message = f"{setting} can't be read: nothing leaves; say anew where checkpoints go with `waterbed audit keep`"
        raise AuditError(message) from None


def choose(directory: Path, folder: Path | None) -> None:
    """Set where copies go from now on; None: nowhere but the home.

    Raises
    ------
    UsageError
        When the folder isn't there, lies in the home, or can't be written to.
    """
    setting = directory / SETTING
    if folder is None:
        setting.unlink(missing_ok=True)
        return
    home = directory.parent.resolve()
    if not folder.is_dir() or folder.resolve().is_relative_to(home):
        message = f"{folder} is not a folder outside the home: name one that is there, best on another machine's disk"
        raise UsageError(message)
    try:
        with (folder / COPIES).open("ab"):
            pass
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = setting.with_suffix(".new")
        temporary.write_text(json.dumps({"folder": str(folder.resolve())}), encoding="utf-8")
        temporary.rename(setting)
    except OSError as error:
        message = f"{folder} can't be written to ({error.strerror})"
        raise UsageError(message) from None


def copy(folder: Path, checkpoint: Checkpoint) -> None:
    """Add a checkpoint to those in a folder; it is on disk when this returns.

    Raises
    ------
    OSError
        When it can't be written. The folder is never made: a share that isn't mounted is no second place.
    """
    path = folder / COPIES
    line = checkpoint_text(checkpoint).encode()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "wb") as stream:
        # A line that a crash left torn is ended first, so that this one stands by itself.
        stream.write(line if _ends_whole(path) else b"\n" + line)
        stream.flush()
        os.fsync(stream.fileno())


def copies(folder: Path, key: bytes) -> Copies:
    """Read the checkpoints in a folder, up to the first that is whole and yet not signed with the keys of the home.

    Raises
    ------
    OSError
        When they can't be read.
    """
    found: list[Checkpoint] = []
    for number, line in enumerate((folder / COPIES).read_bytes().split(b"\n"), start=1):
        checkpoint = parsed_checkpoint(line, key)
        if checkpoint is not None:
            found.append(checkpoint)
        elif not _is_torn(line):
            return Copies(tuple(found), number)
    return Copies(tuple(found))


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as stream:
        if not stream.seek(0, os.SEEK_END):
            return True
        stream.seek(-1, os.SEEK_END)
        return stream.read(1) == b"\n"


def _is_torn(line: bytes) -> bool:
    return not line.endswith(b"}")
