"""How well the next town of a group is foretold on invented regions, out of time, against two baselines."""

from collections.abc import Sequence

from api.bench.region import ingested_region
from api.bench.table import Table
from api.home import Home
from api.jobs.next_town import SEED, groups_of
from api.jobs.opened import opened_graph
from graph.columns import EncounterColumns, by_first_encounter
from graph.next_town import Scores, Skill, backtest_of_groups, backtest_of_premises
from graph.relocation import RelocationRules, find_relocations
from graph.store.columns import read_columns


def next_town(*, seeds: Sequence[int], encounters: int, world: str = "region") -> Table:
    """Table of skill, two rows a seed: groups, and premises.

    Parameters
    ----------
    seeds
        Seeds of the regions.
    encounters
        About how many encounters each.
    world
        Name of the world they are drawn from.
    """
    rows: list[dict[str, object]] = []
    for seed in seeds:
        columns = _linked(seed, encounters, world)
        rows.append(_row(seed, "groups", backtest_of_groups(columns, groups_of).skill()))
        relocations = find_relocations(columns, rules=RelocationRules(), seed=SEED)
        rows.append(_row(seed, "premises", backtest_of_premises(columns, relocations).skill()))
    return Table(
        "Next town, out of time",
        (
            "seed", "of", "moves", "groups", "hit rate at 3", "popularity: hits", "last town: hits", "log score",
            "popularity: score", "last town: score", "gain at least", "speaks",
        ),
        rows,
        f"World `{world}`, about {encounters:,} encounters, seeds {', '.join(map(str, seeds))}; own linkage.",
        "Groups are searched in what was known on eight days and followed until the next; each move is foretold from "
        "what was known before it. Scores in nats a move, higher is better; gain: the lower 95 % bound, by group, "
        "against the better baseline. Where it doesn't speak, `waterbed next` is silent.",
    )  # fmt: skip


def _linked(seed: int, encounters: int, world: str) -> EncounterColumns:
    with ingested_region(seed=seed, encounters=encounters, world=world) as (_, home), opened_graph(Home(home)) as db:
        return by_first_encounter(read_columns(db))


def _row(seed: int, of: str, skill: Skill) -> dict[str, object]:
    def cell(scores: Scores | None, name: str) -> object:
        return getattr(scores, name) if scores else None

    return {
        "seed": seed,
        "of": of,
        "moves": skill.moves,
        "groups": skill.groups,
        "hit rate at 3": cell(skill.ours, "hit_rate"),
        "popularity: hits": cell(skill.popularity, "hit_rate"),
        "last town: hits": cell(skill.last_town, "hit_rate"),
        "log score": cell(skill.ours, "log_score"),
        "popularity: score": cell(skill.popularity, "log_score"),
        "last town: score": cell(skill.last_town, "log_score"),
        "gain at least": skill.gain,
        "speaks": skill.is_shown,
    }
