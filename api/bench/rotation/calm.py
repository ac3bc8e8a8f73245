"""A calm region has no rotation: whatever is shown there is invented."""

from collections.abc import Sequence

from api.bench.rotation.found import OWN, PERFECT, trial
from api.bench.table import Table

AT_MOST_PER_10000 = 1.0


def calm(*, seeds: Sequence[int], own_seeds: Sequence[int], encounters: int) -> Table:
    """Table of what is shown in regions without rotation, with every decoy and with none."""
    rows: list[dict[str, object]] = []
    for world, linkage, some in (("calm", PERFECT, seeds), ("quiet", PERFECT, seeds), ("calm", OWN, own_seeds)):
        if not some:
            continue
        for method, pooled in trial(world, linkage, seeds=some, encounters=encounters).methods.items():
            row: dict[str, object] = {
                "world": world,
                "linkage": linkage,
                "regions": len(some),
                "method": method,
                "persons": pooled.persons,
                "findings": pooled.findings,
                "per 10,000 persons": pooled.false_per_10000,
                "made of": ", ".join(f"{n} {what}" for what, n in pooled.wrong.most_common()) or "-",
            }
            if method == "pattern and up":
                row |= {"target": AT_MOST_PER_10000, "met": pooled.false_per_10000 <= AT_MOST_PER_10000}
            rows.append(row)
    return Table(
        "Rotation: regions without any",
        ("world", "linkage", "regions", "method", "persons", "findings", "per 10,000 persons", "target", "met",
         "made of"),
        rows,
        f"About {encounters:,} encounters each, seeds {seeds[0]} to {seeds[-1]}; own linkage on the first "
        f"{len(own_seeds)}. `calm` has every decoy, `quiet` none.",
    )  # fmt: skip
