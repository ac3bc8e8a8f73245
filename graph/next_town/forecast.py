"""A forecast: towns by how likely each is the next, with the skill of saying so; or silence, with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph.columns import EncounterColumns
from graph.model import Relocation, Rotation, Tier
from graph.next_town.backtest import GONE_DAYS
from graph.next_town.mixture import ranked
from graph.next_town.skill import Backtest, Skill
from graph.next_town.voices import VOICES, surroundings, voices
from graph.next_town.ways import way_of
from graph.relocation.chains import towns_of

TOWNS_TOLD = 5


@dataclass(frozen=True, slots=True)
class Likely:
    """A town (code), the probability that it is the next, and the voice that speaks for it most."""

    town: str
    probability: float
    because: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """Next towns of a finding, most likely first; none where ``silent_because`` says why.

    ``here`` is where it was met last.
    """

    finding_id: str
    here: str | None
    towns: tuple[Likely, ...]
    skill: Skill
    silent_because: str | None


def forecast(
    columns: EncounterColumns, finding: Rotation | Relocation, backtest: Backtest, *, chain: Sequence[Relocation] = ()
) -> Forecast:
    """Foretell the next town of a finding, if moves of its kind could be foretold before.

    Parameters
    ----------
    columns
        All encounters.
    finding
        A rotation, whose persons are followed to their last encounter, or a relocation.
    backtest
        Moves of the same kind, groups or premises, that were waited for before.
    chain
        Relocations in a row with a relocation, itself among them: the business is where the last of them came to.
    """
    skill = backtest.skill()
    now = int(columns.last_day.max()) + 1
    if isinstance(finding, Rotation):
        legs = way_of(columns, finding.person_ids)
        way = tuple(leg.town for leg in legs)
        is_gone = not legs or now - legs[-1].last_day > GONE_DAYS
    else:
        way, is_gone = towns_of(chain or (finding,)), False
    here = way[-1] if way else None
    silence = _silence(finding, skill, is_gone=is_gone)
    if silence is not None:
        return Forecast(finding.id, here, (), skill, silence)
    around = surroundings(columns, until_day=now)
    mixture, heard = backtest.mixture(), voices(way, around)
    told = ranked(mixture.shares(way, around))[:TOWNS_TOLD]
    likely = tuple(
        Likely(town, p, max(VOICES, key=lambda v: (heard[v].get(town, 0.0), -VOICES.index(v)))) for town, p in told
    )
    return Forecast(finding.id, here, likely, skill, None)


def _silence(finding: Rotation | Relocation, skill: Skill, *, is_gone: bool) -> str | None:
    if finding.tier is Tier.NONE:
        return "it is below tier pattern"
    if is_gone:
        return f"nobody of it was met in the last {GONE_DAYS} days"
    if skill.ours is None:
        return f"too few moves of its kind to know whether they can be foretold ({skill.moves} of {skill.groups})"
    if not skill.is_shown:
        return "moves of its kind were foretold no better than by where people are met at all, or by going back"
    return None
