"""A whole country for ten years, as columns: only as large as the real one may be, nothing happens in it."""

from datetime import timedelta

import numpy as np

from api.bench.displacement.drawn import drawn_events
from graph.columns import EventColumns, day_of
from graph.geography import load_municipalities
from graph.model import Control, Intervention, InterventionKind

DAYS = 3_650
SOURCES = tuple(f"register-{i}" for i in range(5))
MONTH = 30


def region(
    *, seed: int, measures: int, events_per_town: int = 1_300, days: int = DAYS
) -> tuple[EventColumns, list[Control], list[Intervention]]:
    """Events, visits by month, and measures at random places and days."""
    rng = np.random.default_rng(seed)
    towns = tuple(sorted(m.code for m in load_municipalities() if m.valid_until is None))
    n, first = events_per_town * len(towns), 16_000
    people = n // 2
    home = rng.integers(len(towns), size=people)
    person = rng.integers(people, size=n)
    town = np.where(rng.random(n) < 0.9, home[person], rng.integers(len(towns), size=n))
    events = drawn_events(
        town=town,
        source=rng.integers(len(SOURCES), size=n),
        day=first + rng.integers(days, size=n),
        person=np.where(rng.random(n) < 0.7, person, -1),
        towns=towns,
        sources=SOURCES,
    )
    controls = [
        Control(
            f"{t}-{s}-{d}", s, t, day_of(first + d), day_of(first + d) + timedelta(days=MONTH - 1), int(v), None, None,
            None, None, "c", "b",
        )
        for t in towns
        for s in SOURCES
        for d, v in zip(range(0, days, MONTH), rng.poisson(16, days // MONTH + 1) + 1, strict=False)
    ]  # fmt: skip
    begins = first + rng.integers(400, days - 200, size=measures)
    where = rng.choice(towns, size=measures)
    made = [
        Intervention(f"M{i}", (str(t),), day_of(int(d)), None, InterventionKind.CLOSURE, None, "c", "b")
        for i, (t, d) in enumerate(zip(where, begins, strict=True))
    ]
    return events, controls, made
