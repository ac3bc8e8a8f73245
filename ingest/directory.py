"""What a directory of files holds: which of them are read, and with which layout each.

A layout lies beside its file, in a folder ``layouts`` beside it, or in the home's own. The one of the same stem is a
file's; else, where a file's columns aren't the contract's or HTCDS', the one whose headers are all in it.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.errors import LayoutError, UnreadableFile, UsageError
from ingest.formats.header import find_header, fits, is_canonical
from ingest.formats.json_lines import looks_like_rows
from ingest.formats.opened import open_source
from ingest.layouts import Layout, load_layout

SUFFIXES = (".sealed", ".csv", ".tsv", ".txt", ".xlsx", ".parquet", ".jsonl", ".ndjson", ".json")
LAYOUTS = "layouts"


@dataclass(frozen=True, slots=True)
class Files:
    """Files to read, in their order, and the names of those in a directory that were passed over."""

    read: tuple[Path, ...]
    passed_over: tuple[str, ...]


def files_of(paths: Sequence[Path]) -> Files:
    """Return the files named, and those of the directories named, by byte order of their names.

    Of a directory, hidden files, locks of open workbooks (``~$…``), other kinds of file, and JSON that is a document
    rather than rows are passed over; folders in it too.

    Raises
    ------
    UnreadableFile
        For a directory that can't be read, or holds no file to read.
    """
    read: list[Path] = []
    passed_over: list[str] = []
    for path in paths:
        if not path.is_dir():
            read.append(path)
            continue
        try:
            inside = sorted(path.iterdir(), key=lambda p: os.fsencode(p.name))
        except OSError as error:
            message = f"{path} can't be read: {error.strerror}"
            raise UnreadableFile(message) from None
        found = [p for p in inside if _is_rows(p)]
        if not found:
            message = f"{path} holds no CSV, XLSX, Parquet or JSON Lines file"
            raise UnreadableFile(message)
        read += found
        passed_over += [p.name for p in inside if p not in found and not _goes_without_saying(p)]
    return Files(tuple(read), tuple(passed_over))


def choose_layout(path: Path, folders: Iterable[Path]) -> Layout | None:
    """Layout that is there for a file; None where it needs none, or none fits.

    Parameters
    ----------
    path
        The file.
    folders
        Folders of layouts beside those beside the file: the home's own.

    Raises
    ------
    LayoutError
        When the layout of the file's own name can't be used.
    UnreadableFile
        When several layouts fit alike, or the file can't be read as a whole.
    """
    shelves = [path.parent, path.parent / LAYOUTS, *folders]
    for shelf in shelves:
        own = shelf / f"{path.stem}.toml"
        if own.is_file():
            return load_layout(own)
    layouts = [layout for shelf in shelves[1:] for layout in _readable(shelf)]
    if not layouts:
        return None
    source = open_source(path)
    if is_canonical(find_header(path, source, None).names):
        return None
    fitting = []
    for layout in layouts:
        try:
            header = find_header(path, open_source(path, delimiter=layout.delimiter), layout)
        except UnreadableFile:
            continue
        if fits(header.names, layout):
            fitting.append(layout)
    widest = max((len(layout.columns) for layout in fitting), default=0)
    best = [layout for layout in fitting if len(layout.columns) == widest]
    if len(best) > 1:
        names = " and ".join(layout.name for layout in best)
        message = f"{path.name} fits the layouts {names} alike: name one with --layout"
        raise UnreadableFile(message)
    return best[0] if best else None


def named_layout(said: str, folder: Path) -> Layout:
    """Layout by the name of its file, or by its own name in a folder of layouts.

    Raises
    ------
    LayoutError
        When there is none, or it can't be used.
    UsageError
        When nothing is named.
    """
    if not said:
        message = "--layout names a TOML file, or a layout of this home"
        raise UsageError(message)
    path = Path(said)
    if path.is_file() or path.suffix == ".toml" or len(path.parts) > 1:
        return load_layout(path)
    own = folder / f"{said}.toml"
    if own.is_file():
        return load_layout(own)
    known = sorted(p.stem for p in folder.glob("*.toml")) if folder.is_dir() else []
    there = f"there are {', '.join(known)}" if known else f"{folder} holds none"
    message = f"there is no layout {said!r} in this home ({there}): name a TOML file"
    raise LayoutError(message)


def _is_rows(path: Path) -> bool:
    is_ours = path.is_file() and path.suffix.lower() in SUFFIXES and not path.name.startswith((".", "~$"))
    try:
        return is_ours and (path.suffix.lower() != ".json" or looks_like_rows(path))
    except OSError:
        return is_ours


def _goes_without_saying(path: Path) -> bool:
    return path.name.startswith((".", "~$")) or path.suffix == ".toml" or path.name == LAYOUTS


def _readable(folder: Path) -> list[Layout]:
    found = []
    for path in sorted(folder.glob("*.toml"), key=lambda p: os.fsencode(p.name)) if folder.is_dir() else []:
        try:
            found.append(load_layout(path))
        except LayoutError:
            continue
    return found
