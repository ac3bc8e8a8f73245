"""The register of what municipalities have in place, kept in a home."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from api.home import Home
from api.jobs.export import destination
from api.jobs.opened import only_writer
from graph.errors import UnreadableFile, UsageError
from graph.geography import load_municipalities
from ingest.fields.dates import LOCAL_TIME
from ingest.profiles import (
    Answer,
    InPlace,
    from_text,
    load_basic_level,
    merged,
    profile_of,
    read_profile,
    to_text,
)


def import_profile(home: Home, file: Path, *, now: datetime) -> tuple[int, int]:
    """Take in a file of answers, all of it or nothing; how many answers, about how many municipalities.

    Raises
    ------
    UnreadableFile
        When the file can't be used; nothing is stored then.
    PolicyError
        When the home's own list of questions can't.
    """
    level = load_basic_level(home.basic_level)
    new = read_profile(file, level, today=now.astimezone(LOCAL_TIME).date())
    with only_writer(home), destination(home.profiles) as out:
        out.write(to_text(merged(kept_answers(home), new)).encode())
    return len(new), len({a.municipality for a in new})


def kept_answers(home: Home) -> tuple[Answer, ...]:
    """Answers that a home keeps.

    Raises
    ------
    UnreadableFile
        When the file was changed by hand, or can't be read.
    """
    try:
        return from_text(home.profiles.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, TypeError, KeyError):
        message = f"{home.profiles} can't be read: move it away, and import the profiles again"
        raise UnreadableFile(message) from None


def shown_profile(home: Home, municipality: str, *, now: datetime) -> Iterator[str]:
    """Lines on one municipality.

    Raises
    ------
    UsageError
        When there is no such municipality today.
    """
    today = now.astimezone(LOCAL_TIME).date()
    code = load_municipalities().resolve(municipality, today, today).code
    if code is None:
        message = "there is no such municipality today: give its code, as GM0599, or its official name"
        raise UsageError(message)
    level = load_basic_level(home.basic_level)
    found = profile_of(kept_answers(home), level, code)
    yield f"{load_municipalities().name(code)} ({code})"
    for item, answer in found:
        said = f"{answer.state}, {answer.on.isoformat()}, {answer.source}" if answer else "not known"
        yield f"  {item}: {said} - {level.items[item]}"
    present = sum(answer is not None and answer.state is InPlace.YES for _, answer in found)
    unknown = sum(answer is None or answer.state is InPlace.UNKNOWN for _, answer in found)
    yield f"{present} of {len(found)} in place, {unknown} not known; few reports mean little where few are in place"
    yield f"list: {level.source}"
