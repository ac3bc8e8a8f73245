"""The folder of a feed: which files in it are whole, and a copy that no longer changes under the reader.

A service may write slowly, in pieces, or be cut off. A file is taken once nothing was written to it for a few seconds
and it ends as its format does; one that was left without its end is taken after ten minutes, as it won't come any more.
What is written to a file after it was taken is seen, and the file is taken again: rows that it had change nothing.
"""

import hashlib
import hmac
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

SETTLED_S = 5.0
"""Seconds for which nothing was written to a file that is whole."""
LEFT_S = 600.0
"""Seconds after which a file without an end gets none any more, and after which one that was taken is removed."""
MOST_BYTES = 2_000_000_000
QUARANTINE = "quarantine"
"""Folder, within that of the feed, of files that can't be used."""
ENDS = {".jsonl": b"\n", ".ndjson": b"\n", ".sealed": b"PAR1"}
"""How a whole file of each kind ends."""
UNFINISHED = (".new", ".part", ".tmp", ".filepart", ".partial", ".crdownload")
"""Endings that a file has only while it is being sent."""

_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}")
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Lying:
    """A file as it lies in a folder. ``mark`` changes with its name, size or time; ``why``: it can't be used."""

    path: Path
    size: int
    written_at: datetime
    mark: str
    why: str = ""


def lying(folder: Path) -> list[Lying]:
    """Files in a folder that were meant to be taken, oldest first; what is hidden, unfinished by name or a folder isn't."""
    found = []
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        return []
    for path in paths:
        if path.name.startswith(".") or path.suffix.lower() in UNFINISHED:
            continue
        try:
            known = path.lstat()
        except OSError:
            continue
        if not stat.S_ISDIR(known.st_mode):
            found.append(_lying(path, known))
    return sorted(found, key=lambda f: (f.written_at, f.path.name))


def _lying(path: Path, known: os.stat_result) -> Lying:
    mark = hashlib.sha256(f"{path.name}\x1f{known.st_size}\x1f{known.st_mtime_ns}".encode(errors="surrogateescape"))
    why = ""
    if not stat.S_ISREG(known.st_mode):
        why = "it is a link or a device: leave the file itself"
    elif path.suffix.lower() not in ENDS:
        why = f"a feed is JSON Lines: let its name end in {', '.join(ENDS)}"
    elif known.st_size > MOST_BYTES:
        why = f"it is larger than {MOST_BYTES // 1_000_000_000} GB: send it in pieces"
    return Lying(path, known.st_size, datetime.fromtimestamp(known.st_mtime, UTC), mark.hexdigest()[:32], why)


def is_whole(file: Lying, *, now: datetime) -> bool:
    """Whether a file may be taken.

    Parameters
    ----------
    file
        The file as it lies there.
    now
        Time (UTC). A file that says it was written in the future was: its clock is another.
    """
    age_s = abs((now - file.written_at).total_seconds())
    if age_s < SETTLED_S:
        return False
    return bool(file.why) or age_s >= LEFT_S or _ends(file)


def _ends(file: Lying) -> bool:
    end = ENDS[file.path.suffix.lower()]
    try:
        with file.path.open("rb") as stream:
            stream.seek(max(0, file.size - len(end)))
            return file.size >= len(end) and stream.read(len(end)) == end
    except OSError:
        return False


def frozen_copy(file: Lying, into: Path, key: bytes) -> tuple[Path, str] | None:
    """Copy a file to where nobody else writes; the copy and a keyed digest of it. None where it changed meanwhile.

    A name that could be anything but a name is left behind.
    """
    name = file.path.name if _PLAIN_NAME.fullmatch(file.path.name) else f"file{file.path.suffix.lower()}"
    digest = hmac.new(key, b"file of a feed\x1f", "sha256")
    copy = into / name
    try:
        with (
            os.fdopen(os.open(file.path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as stream,
            os.fdopen(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out,
        ):
            while block := stream.read(_BLOCK):
                digest.update(block)
                out.write(block)
            is_same = _lying(file.path, file.path.lstat()).mark == file.mark and out.tell() == file.size
    except OSError:
        return None
    return (copy, digest.hexdigest()[:32]) if is_same else None


def quarantine(file: Lying, why: str) -> None:
    """Put a file aside, with the line that says why beside it."""
    aside = file.path.parent / QUARANTINE
    aside.mkdir(mode=0o700, exist_ok=True)
    target = aside / f"{file.mark[:12]}-{file.path.name}"
    file.path.rename(target)
    target.with_name(f"{target.name}.why").write_text(f"{why}\n", encoding="utf-8")


def quarantined(folder: Path) -> Iterator[Path]:
    """Files that were put aside."""
    aside = folder / QUARANTINE
    if aside.is_dir():
        yield from sorted(p for p in aside.iterdir() if p.suffix != ".why")
