"""The tables of ``waterbed bench displacement``, each row with what must be reached."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from api.bench.displacement.counted import Scenario, Towns, pick_towns
from api.bench.displacement.country import Kind, Setup
from api.bench.displacement.regional import scores
from api.bench.displacement.run import Outcome, outcomes, share, upper_bound
from api.bench.displacement.speed import region
from api.bench.table import Table
from graph.displacement import Rules, evaluate_all
from graph.geography import load_municipalities

Run = Callable[[Scenario, Towns, int], list[Outcome]]

MOVED = Scenario(local=0.6, moved=0.3)


def displacement(
    *, seed: int, simulations: int, effort_simulations: int, measures: int, workers: int
) -> Iterator[Table]:
    """All tables, each as soon as it is measured.

    Parameters
    ----------
    seed
        Of the first world of every row; the others follow.
    simulations, effort_simulations
        Worlds a row, and worlds a row on effort and peaks.
    measures
        Measures of the row on speed; 0 leaves it out.
    workers
        Processes.
    """

    def run(scenario: Scenario, towns: Towns, n: int) -> list[Outcome]:
        return outcomes(scenario, towns, range(seed, seed + n), workers=workers)

    settings = (
        f"Simulated counts, {simulations} worlds a row ({effort_simulations} on effort and peaks), seeds from {seed}; "
        "31 towns, six of them next door, 13 events a town and fortnight (three times as many where treated), two "
        "years before, dispersion 2, a season, registers with trends of their own; other values are in the row."
    )
    yield _coverage(run, simulations, settings)
    yield _false_claims(run, effort_simulations, settings)
    yield _power(run, simulations, settings)
    yield _receivers(run, simulations, settings)
    yield _countries(range(seed, seed + max(1, simulations // 50)), workers)
    if measures:
        yield _speed(seed, measures)


def _coverage(run: Run, n: int, settings: str) -> Table:
    rows = []
    for phi in (1.0, 2.0, 3.5):
        for name, base in (("nothing", Scenario()), ("0.6 gone here, 0.3 moved", MOVED)):
            found = run(replace(base, dispersion=phi), pick_towns(), n)
            local = [o.local_width for o in found if o.local_width is not None]
            displaced = [o.displaced_width for o in found if o.displaced_width is not None]
            rows.append({
                "dispersion": phi,
                "happened": name,
                "local covered": share([o.local_covered for o in found]),
                "displaced covered": share([o.displaced_covered for o in found]),
                "width, local": float(np.mean(local)) if local else None,
                "width, displaced": float(np.mean(displaced)) if displaced else None,
            })  # fmt: skip
    return Table(
        "Displacement: coverage of 95 % intervals",
        ("dispersion", "happened", "local covered", "displaced covered", "width, local", "width, displaced"),
        rows,
        settings,
        "Must reach 0.93 each. Widths are relative to an oracle's that knows dispersion, season and trends; aim 1.3.",
    )


def _false_claims(run: Run, n: int, settings: str) -> Table:
    rows = [_claims(f"visits next door x {x}", run(Scenario(ring_effort=x), pick_towns(), n), "step 4: <= 0.04")
            for x in (1.1, 1.25, 1.5, 2.0)]  # fmt: skip
    rows.append(_claims("after a peak of x 2", run(Scenario(peak=2.0), pick_towns(), n), "step 3: <= 0.05"))
    bare = run(replace(MOVED, has_controls=False), pick_towns(), min(n, 500))
    rows.append(_claims("0.3 moved, no controls file", bare, "never above 1"))
    return Table(
        "Displacement: claims where there is nothing to claim",
        ("happened", "highest step", "step >= 3", "step >= 4", "its upper bound", "naive test", "must"),
        rows,
        settings,
        "Upper bound: one-sided 95 %, exact. The naive test is a Poisson test of counts next door per day.",
    )


def _claims(name: str, found: list[Outcome], must: str) -> dict[str, object]:
    waterbed = sum(o.step >= 4 for o in found)
    return {
        "happened": name,
        "highest step": max(o.step for o in found),
        "step >= 3": share([o.step >= 3 for o in found]),
        "step >= 4": waterbed / len(found),
        "its upper bound": upper_bound(waterbed, len(found)),
        "naive test": share([o.naive for o in found]),
        "must": must,
    }


def _power(run: Run, n: int, settings: str) -> Table:
    rows = []
    for mean in (1.0, 5.0, 13.0, 50.0):
        found = run(replace(MOVED, mean=mean), pick_towns(), n)
        told = [o for o in found if o.step >= 3]
        rows.append({
            "mean": mean,
            "too few to tell": share([o.said_few for o in found]),
            "step >= 3": share([o.step >= 3 for o in found]),
            "step >= 4": share([o.step >= 4 for o in found]),
            "right receivers": share([o.right_receivers > 0 and not o.wrong_receivers for o in told]),
            "found of three": float(np.mean([o.right_receivers for o in told])) if told else None,
        })  # fmt: skip
    return Table(
        "Displacement: power when 30 % of the treated town's events go to three neighbours",
        ("mean", "too few to tell", "step >= 3", "step >= 4", "right receivers", "found of three"),
        rows,
        settings,
        "At 13: step >= 3 in 0.60, right receivers (some, and none wrong) in 0.70 of those; at 1 and 5 too few to tell. "
        "Six in ten of the treated town's events end, half of them next door; 0.7 of those are with its own people.",
    )


def _receivers(run: Run, n: int, settings: str) -> Table:
    everywhere = pick_towns(far=None)
    rows = []
    for name, scenario in (("nothing", Scenario(mean=5.0)), ("0.3 moved", replace(MOVED, mean=13.0))):
        found = run(scenario, everywhere, n)
        wrong = sum(o.wrong_receivers > 0 for o in found)
        rows.append({
            "happened": name,
            "towns": len(everywhere.all),
            "a wrong receiver": wrong / n,
            "its upper bound": upper_bound(wrong, n),
            "any receiver": share([o.right_receivers + o.wrong_receivers > 0 for o in found]),
        })  # fmt: skip
    return Table(
        "Displacement: receivers with the whole country looked at",
        ("happened", "towns", "a wrong receiver", "its upper bound", "any receiver"),
        rows,
        settings,
        "A wrong receiver in at most 0.05 of measures.",
    )


def _countries(seeds: range, workers: int) -> Table:
    found = scores(Setup(), seeds, workers=workers)
    rows = [
        {
            "seed": s.seed,
            "of 12 displacements": s.found,
            "of 28 others": sum(s.wrongly.values()),
            "counts alone, of 12": s.counts_alone,
            "counts alone, of 28": s.counts_alone_wrongly,
            "receivers": s.receivers,
            "named": s.named,
            "rightly": s.rightly_named,
        }
        for s in found
    ]
    n, named = len(found), max(1, sum(s.named for s in found))
    right, true = sum(s.rightly_named for s in found), max(1, sum(s.receivers for s in found))
    mean = {c: sum(row[c] for row in rows) / n for c in rows[0] if c != "seed"}
    wrongly = ", ".join(f"{k}: {sum(s.wrongly[k] for s in found)}" for k in Kind if k is not Kind.DISPLACED)
    return Table(
        "Displacement: forty measures in one country",
        tuple(rows[0]),
        [*rows, {"seed": "mean", **mean}],
        "Simulated counts of 342 towns over ten years, three registers, 2 events a town and fortnight (at least 8 where a "
        "measure is), dispersion 1.5: 12 measures moved 16 to 48 events in half a year to one to three neighbours, 8 ended "
        "half, 4 also a quarter next door, 8 came after a peak of x 2, and 8 brought half as many visits more next door.",
        f"Step 4 or above: at least 7 of the 12, none of the 28 (here {wrongly}). Receivers: precision {right / named:.2f} "
        f"(at least 0.9), recall {right / true:.2f} (at least 0.5). Counts alone: the interval of the part next door is "
        "above 0.",
    )


def _speed(seed: int, measures: int) -> Table:
    events, controls, interventions = region(seed=seed, measures=measures)
    begun = time.perf_counter()
    evaluate_all(interventions, events, controls, load_municipalities(), rules=Rules())
    taken = time.perf_counter() - begun
    row: dict[str, object] = {
        "events": len(events), "rows of controls": len(controls), "measures": measures, "seconds": taken,
    }  # fmt: skip
    return Table(
        "Displacement: speed",
        tuple(row),
        [row],
        f"342 municipalities, ten years, five registers, seed {seed}; placebos included.",
        "At most 60 seconds for 200 measures on two cores.",
    )
