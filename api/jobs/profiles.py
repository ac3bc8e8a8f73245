"""The register of what municipalities have in place, kept in a home."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from api.home import Home
from api.jobs.export import destination
from api.jobs.opened import only_writer
from graph.errors import UnreadableFile, UsageError
from graph.geography import load_municipalities
from graph.summaries.basic_level import BasicLevelFigures
from ingest.fields.dates import LOCAL_TIME
from ingest.profiles import (
    Answer,
    BasicLevel,
    figures_of,
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


@dataclass(frozen=True, slots=True)
class Profile:
    """The basic level of a municipality (code): its questions in order, each with what is known; None: nothing is."""

    municipality: str
    level: BasicLevel
    answers: Sequence[tuple[str, Answer | None]]

    @property
    def figures(self) -> BasicLevelFigures:
        """How many questions are answered how."""
        return figures_of(self.answers)


def profile_in(home: Home, municipality: str) -> Profile:
    """Basic level of a municipality in a home, by its code; errors as for :func:`profiles_in`."""
    level = load_basic_level(home.basic_level)
    return Profile(municipality, level, profile_of(kept_answers(home), level, municipality))


def known_figures(home: Home, municipality: str) -> BasicLevelFigures | None:
    """Figures of a municipality; None where the home keeps no register. Errors as for :func:`profiles_in`."""
    return profile_in(home, municipality).figures if home.profiles.exists() else None


def profiles_in(home: Home) -> list[Profile]:
    """Basic level of every municipality of which a home knows something, by code.

    Raises
    ------
    UnreadableFile, PolicyError
        When the answers that are kept, or the home's own list of questions, can't be used.
    """
    level, kept = load_basic_level(home.basic_level), kept_answers(home)
    by_town: dict[str, list[Answer]] = defaultdict(list)
    for answer in kept:
        by_town[answer.municipality].append(answer)
    return [Profile(town, level, profile_of(own, level, town)) for town, own in sorted(by_town.items())]


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
    profile = profile_in(home, code)
    level, told = profile.level, profile.figures
    yield f"{load_municipalities().name(code)} ({code})"
    for item, answer in profile.answers:
        said = f"{answer.state}, {answer.on.isoformat()}, {answer.source}" if answer else "not known"
        yield f"  {item}: {said} - {level.items[item]}"
    yield f"{told.in_place} of {told.items} in place, {told.unknown} not known; few reports mean little where few are in place"
    yield f"list: {level.source}"
