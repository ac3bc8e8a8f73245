"""A comparison that ignores what spills over is too small; one that knows the ring finds both parts."""

import numpy as np

from graph.displacement.poisson import fit_poisson
from graph.displacement.wdq import wdq
from tests.cases import case
from tests.shared import needs_shared


@needs_shared
def test_knowing_the_ring_finds_both_parts() -> None:
    """Butts (2021); the pattern of the case, not its digits: those were simulated elsewhere."""
    i = case("spillover-property")["inputs"]
    side, months = 10, i["n_months"]
    rng = np.random.default_rng(7)
    x, y = np.divmod(np.arange(i["n_areas"]), side)
    treated = (x < 5) & (y < 5)
    near = np.array([
        any(treated[k] for k in range(100) if abs(x[k] - a) + abs(y[k] - b) == 1) for a, b in zip(x, y, strict=True)
    ])  # fmt: skip
    ring = near & ~treated
    after = np.arange(months) >= months // 2
    effect = i["true_own"] * treated[:, None] * after + i["true_neighbour"] * near[:, None] * after
    level = rng.normal(0, 0.3, 100)[:, None]
    counts = rng.poisson(i["base_rate"] * np.exp(level + effect)).astype(float)
    groups = [counts[some].sum(axis=0) for some in (treated, ring, ~treated & ~ring)]

    def fit(rows: list[np.ndarray], exposed: set[int]) -> dict[str, float]:
        n = len(rows)
        y_all = np.concatenate(rows)
        which, time = np.repeat(np.arange(n), months), np.tile(np.arange(months), n)
        columns = {f"area{k}": (which == k).astype(float) for k in range(n)}
        columns |= {f"month{m}": (time == m).astype(float) for m in range(1, months)}
        columns["own"] = ((which == 0) & after[time]).astype(float)
        if exposed:
            columns["near"] = (np.isin(which, list(exposed)) & after[time]).astype(float)
        found = fit_poisson(y_all, columns, log_exposure=np.zeros(len(y_all)), quasi=True)
        assert found is not None
        return {name: found.coefficients[name].estimate for name in ("own", "near") if name in columns}

    plain = fit([groups[0], groups[1] + groups[2]], set())["own"]
    aware = fit(groups, {0, 1})
    assert abs(aware["own"] - i["true_own"]) < 0.06
    assert abs(aware["near"] - i["true_neighbour"]) < 0.06
    assert abs(plain) < abs(aware["own"])
    assert aware["near"] > 0
    sums = [(float(g[~after].sum()), float(g[after].sum())) for g in groups]
    quotient = wdq(*sums).wdq
    assert quotient is not None
    assert quotient < 0
