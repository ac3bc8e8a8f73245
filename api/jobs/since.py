"""From which full run a run takes its chance: the one named, the last until a date, or the last of all."""

from dataclasses import dataclass
from datetime import date, timedelta

from graph.errors import UsageError
from graph.rotation.frozen import FrozenChance, frozen_from_text
from graph.rotation.rules import RotationRules
from graph.store.database import Database
from graph.store.derived import chance_of_run, runs_with_chance
from graph.store.rows import LOCAL_TIME

LAST = "last"


@dataclass(frozen=True, slots=True)
class Since:
    """The chance of an earlier run, and that run; or ``None`` and, where one was asked for, why it couldn't be taken."""

    chance: FrozenChance | None = None
    run: str = ""
    because: str = ""


def run_since(db: Database, since: str) -> str:
    """Id of the full run that was meant.

    Raises
    ------
    UsageError
        When there is none.
    """
    runs = runs_with_chance(db)
    if not runs:
        message = "no full run yet: run `waterbed analyse` once without --since"
        raise UsageError(message)
    if since == LAST:
        return runs[0][0]
    if any(run == since for run, _ in runs):
        return since
    try:
        until = date.fromisoformat(since) + timedelta(days=1)
    except ValueError:
        message = f"--since is `{LAST}`, a date, or a full run; the last is {runs[0][0]}"
        raise UsageError(message) from None
    for run, at in runs:
        if at.astimezone(LOCAL_TIME).date() < until:
            return run
    message = f"no full run until {since}; the first was {runs[-1][0]}"
    raise UsageError(message)


def chance_since(db: Database, run: str | None, encounters: int, rules: RotationRules) -> Since:
    """Chance of a run, if data of so many encounters can still be weighed by it."""
    if run is None:
        return Since()
    chance = frozen_from_text(chance_of_run(db, run))
    because = chance.why_not(encounters, rules)
    return Since(None, run, because) if because else Since(chance, run)
