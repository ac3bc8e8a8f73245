"""What is found and what is invented: by world, linkage and tier, beside the plain method in the same run."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from api.bench.rotation import regions
from api.bench.rotation.peer import plain_rotations
from api.bench.rotation.regions import Linked
from api.bench.rotation.score import Finding, PlantedGroup, Pooled, add
from api.bench.table import Table
from graph.model import Rotation, Tier
from ingest.simulation import ABOUT, WORLDS

SHOWN = {"flagged": (Tier.FLAGGED,), "pattern and up": (Tier.PATTERN, Tier.FLAGGED)}
PLAIN = "plain method"
PERFECT, NAMESAKES, OWN = "perfect", "perfect, namesakes joined", "own"
WORLDS_SHOWN = ("region", "met-more", "thin", "sparse", "rare", "no-decoys")
TARGETS = {
    (world, linkage, "pattern and up"): target
    for world in ("region", "met-more")
    for linkage, target in ((OWN, (0.92, 0.65)), (PERFECT, (0.95, 0.75)))
}
"""Precision and group recall that must be reached."""


@dataclass(frozen=True, slots=True)
class Trial:
    """Regions of one world under one linkage, and what each method found in them."""

    world: str
    linkage: str
    methods: dict[str, Pooled]


def trial(world: str, linkage: str, *, seeds: Sequence[int], encounters: int, plain: bool = True) -> Trial:
    """Search regions of a world, one a seed.

    Parameters
    ----------
    world
        Name of the world.
    linkage
        :data:`PERFECT`, :data:`NAMESAKES` or :data:`OWN`.
    seeds, encounters
        Of the regions.
    plain
        Whether the plain method is run beside ours.
    """
    methods = {name: Pooled() for name in (*SHOWN, *((PLAIN,) if plain else ()))}
    for seed in seeds:
        linked = _linked(world, linkage, seed, encounters)
        result = regions.rotations_of(linked, seed=seed)
        for name, tiers in SHOWN.items():
            add(methods[name], linked, map(_finding, regions.of_tier(result, *tiers)))
        if plain:
            add(methods[PLAIN], linked, plain_rotations(linked.columns, seed=seed))
    return Trial(world, linkage, methods)


def _linked(world: str, linkage: str, seed: int, encounters: int) -> Linked:
    if linkage == OWN:
        return regions.own(WORLDS[world], seed=seed, encounters=encounters)
    joined = linkage == NAMESAKES
    return regions.perfect(WORLDS[world], seed=seed, encounters=encounters, join_namesakes=joined)


def _finding(rotation: Rotation) -> Finding:
    return rotation.person_ids, rotation.encounters


def found(*, seeds: Sequence[int], own_seeds: Sequence[int], encounters: int) -> tuple[Table, Table, Table]:
    """Tables of precision and recall, of recall by kind of group, and of false findings by decoy.

    Parameters
    ----------
    seeds
        Of regions under perfect linkage; ``rare`` takes them ten times over, since it has so few groups.
    own_seeds
        Of regions that the product links.
    encounters
        About how many each.
    """
    trials = [
        trial(world, PERFECT, seeds=_more(seeds) if world == "rare" else seeds, encounters=encounters)
        for world in WORLDS_SHOWN
    ]
    trials.append(trial("region", NAMESAKES, seeds=seeds, encounters=encounters))
    trials += [trial(world, OWN, seeds=own_seeds, encounters=encounters) for world in ("region", "met-more", "sparse")]
    varied = trial("varied", PERFECT, seeds=seeds, encounters=encounters)
    settings = (
        f"About {encounters:,} encounters each; perfect linkage: seeds {_listed(seeds)} ({_listed(_more(seeds))} in "
        f"`rare`); own linkage: seeds {_listed(own_seeds)}; {regions.SHIFTS} shifts."
    )
    return _accuracy(trials, settings), _by_kind(varied, settings), _by_decoy(trials, settings)


def _more(seeds: Sequence[int]) -> Sequence[int]:
    return [seed + 1_000 * i for i in range(10) for seed in seeds]


def _listed(seeds: Sequence[int]) -> str:
    return ", ".join(map(str, seeds)) if len(seeds) <= 8 else f"{seeds[0]} to {seeds[-1]} ({len(seeds)})"


def _accuracy(trials: Sequence[Trial], settings: str) -> Table:
    rows: list[dict[str, object]] = []
    for t in trials:
        for method, pooled in t.methods.items():
            target = TARGETS.get((t.world, t.linkage, method))
            met = target and (pooled.precision or 0) >= target[0] and (pooled.recall or 0) >= target[1]
            rows.append(
                {
                    "world": t.world,
                    "linkage": t.linkage,
                    "method": method,
                    "groups planted": pooled.planted,
                    "findings": pooled.findings,
                    "precision": pooled.precision,
                    "group recall": pooled.recall,
                    "false per 10,000 persons": pooled.false_per_10000,
                    "target": f"{target[0]:g} / {target[1]:g}" if target else None,
                    "met": met if target else None,
                }
            )
    about = "; ".join(f"`{t}`: {ABOUT[t]}" for t in dict.fromkeys(t.world for t in trials))
    return Table(
        "Rotation: what is found and what is invented",
        ("world", "linkage", "method", "groups planted", "findings", "precision", "group recall",
         "false per 10,000 persons", "target", "met"),
        rows,
        settings,
        f"Target: precision / group recall. Worlds: {about}. Plain method: first-return loops and pairwise co-movement "
        "against circular shifts.",
    )  # fmt: skip


KINDS: dict[str, Callable[[PlantedGroup], str]] = {
    "members": lambda g: str(g.size),
    "encounters per member": lambda g: (
        "below 3" if g.met < 3 else "3 to 4" if g.met < 4 else "4 to 6" if g.met < 6 else "6 and more"
    ),
    "laps": lambda g: f"{int(g.laps)} to {int(g.laps) + 1}",
    "identifier": lambda g: "shared" if g.shares else "none shared",
    "members change": lambda g: "late or swapped" if g.changes else "same throughout",
}
"""Kinds of planted groups by which recall is told."""


def _by_kind(t: Trial, settings: str) -> Table:
    def rows() -> Iterator[dict[str, object]]:
        for kind, of in KINDS.items():
            for value in sorted({of(g) for g in t.methods["flagged"].groups}, key=lambda v: (v != "below 3", v)):
                some = {m: [g.found for g in p.groups if of(g) == value] for m, p in t.methods.items()}
                recall = {m: sum(f) / len(f) for m, f in some.items()}
                yield {"by": kind, "is": value, "groups": len(some["flagged"])} | recall

    return Table(
        "Rotation: group recall by kind of group",
        ("by", "is", "groups", *t.methods),
        list(rows()),
        f"World `{t.world}`, {t.linkage} linkage. {settings}",
    )


def _by_decoy(trials: Sequence[Trial], settings: str) -> Table:
    rows: list[dict[str, object]] = [
        {
            "world": t.world,
            "linkage": t.linkage,
            "method": method,
            "made of": made_of,
            "findings": n,
            "per 10,000 persons": 10_000 * n / max(1, pooled.persons),
        }
        for t in trials
        for method, pooled in t.methods.items()
        for made_of, n in sorted(pooled.wrong.items(), key=lambda item: (-item[1], item[0]))
    ]
    columns = ("world", "linkage", "method", "made of", "findings", "per 10,000 persons")
    return Table("Rotation: false findings by what they were made of", columns, rows, settings)
