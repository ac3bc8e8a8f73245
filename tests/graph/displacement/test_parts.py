"""Parts of the evaluation against other ways to the same numbers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from graph.displacement.before import Fortnights, dispersion, drift, is_after_a_peak
from graph.displacement.contrast import Changes, common_change, contrast, no_change
from graph.displacement.exact import fisher_combined, p_more
from graph.displacement.monitor import boundaries, last_review, level_at, spent
from graph.displacement.placebo import ALLOWANCE, Placebos
from graph.displacement.poisson import fit_poisson
from graph.displacement.wdd import Area, wdd_shared_control


@settings(deadline=None)
@given(st.integers(0, 60), st.integers(1, 60), st.floats(0.1, 5))
def test_the_exact_test_is_the_upper_tail_of_a_binomial(before: int, after: int, ratio: float) -> None:
    known = stats.binom.sf(after - 1, before + after, ratio / (1 + ratio))
    assert float(p_more(before, after, ratio=ratio)) == pytest.approx(known, abs=1e-9)


@settings(deadline=None)
@given(st.integers(1, 60), st.integers(40, 90))
def test_dispersion_makes_a_rise_less_surprising(before: int, after: int) -> None:
    one, two = (float(p_more(before, before + after, ratio=1.0, dispersion=d)) for d in (1.0, 2.0))
    assert one <= two


def test_fishers_method() -> None:
    assert fisher_combined([0.05, 0.25]) == pytest.approx(stats.combine_pvalues([0.05, 0.25]).pvalue)


def test_a_contrast_of_one_register_is_the_wdd_with_a_shared_control() -> None:
    before, after, ratio = np.array([[300.0], [200.0], [900.0]]), np.array([[90.0], [140.0], [400.0]]), 0.5
    found = Changes(before, after, before * ratio, before * ratio**2)
    common = common_change(found, np.array([False, False, True]))
    made = contrast(found, common, np.array([[True, False, False], [False, True, False], [True, True, False]]))
    areas = [
        Area(b, a, b * ratio, b * ratio**2)
        for b, a in zip(before.ravel().tolist(), after.ravel().tolist(), strict=True)
    ]
    known = wdd_shared_control(*areas, dispersion=2.0)
    for row, part in enumerate((known.local, known.displaced, known.total)):
        assert made.part(row, 2.0).estimate == pytest.approx(part.estimate)
    # Weighed by what was expected, the control's change widens the expected counts by its ratio too.
    ratio_there = 400 / 450
    assert made.own[0] == pytest.approx(90 + 75 * ratio_there**2)
    assert made.shared[2] == pytest.approx((150 + 100) ** 2 * common.variance[common.stratum[0]])


def test_without_controls_nothing_is_compared_with() -> None:
    found = Changes(np.array([[10.0]]), np.array([[12.0]]), np.array([[5.0]]), np.array([[2.5]]))
    made = contrast(found, no_change(1), np.array([[True]]))
    assert (made.estimate[0], made.shared[0]) == (7.0, 0.0)


def test_published_boundaries() -> None:
    """Five equal looks at 0.025: as tables of the O'Brien-Fleming-like spending function have them."""
    found = boundaries((0.2, 0.4, 0.6, 0.8, 1.0), level=0.025)
    assert found == pytest.approx((4.8769, 3.3569, 2.6803, 2.2898, 2.0310), abs=0.003)


def test_all_looks_together_keep_the_level() -> None:
    rng = np.random.default_rng(5)
    shares = (1 / 3, 2 / 3, 1.0)
    steps = np.cumsum(rng.normal(size=(40_000, 3)) * np.sqrt(1 / 3), axis=1) / np.sqrt(shares)
    crossed = (steps >= boundaries(shares, level=0.05)).any(axis=1).mean()
    assert crossed == pytest.approx(0.05, abs=0.004)
    assert spent(1.0, level=0.05) == pytest.approx(0.05)


def test_reviews_are_at_fixed_days() -> None:
    assert [last_review(d) for d in (59, 60, 119, 180, 400)] == [None, 60, 60, 180, 180]
    assert level_at(60, level=0.05) < level_at(120, level=0.05) < level_at(180, level=0.05) < 0.05


def past(seed: int, *, phi: float, slope: float = 0.0, peak: float = 1.0) -> Fortnights:
    rng = np.random.default_rng(seed)
    mean = np.full((26, 20, 1), 20.0)
    mean[:, :5] *= np.exp(slope * np.arange(26))[:, None, None]
    mean[-4:, :1] *= peak
    rate = mean if phi == 1 else rng.gamma(mean / (phi - 1)) * (phi - 1)
    met = rng.poisson(rate).astype(float)
    expected = np.broadcast_to(met.mean(axis=0), met.shape)
    return Fortnights(met, expected, np.zeros((26, 1), dtype=bool))


def test_a_register_of_one_town_says_nothing_of_dispersion_where_its_common_course_was_taken_out() -> None:
    """Each of many small registers looks in one town: what it took out explains itself, and must cost no more."""
    rng = np.random.default_rng(5)
    shared = past(1, phi=2.0)
    single = rng.poisson(8.0, (26, 20, 1)).astype(float)
    met = np.zeros((26, 40, 21))
    expected = np.zeros((26, 40, 21))
    met[:, :20, 0], expected[:, :20, 0] = shared.met[:, :, 0], shared.expected[:, :, 0]
    for i in range(20):
        met[:, 20 + i, 1 + i] = expected[:, 20 + i, 1 + i] = single[:, i, 0]
    fitted = np.ones((26, 21), dtype=bool)
    fitted[:, 0] = False
    everywhere = np.ones(40, dtype=bool)
    assert dispersion(Fortnights(met, expected, fitted), everywhere) == pytest.approx(
        dispersion(shared, np.ones(20, dtype=bool))
    )


@pytest.mark.parametrize("phi", [1.0, 2.0, 3.5])
def test_dispersion_is_found(phi: float) -> None:
    assert dispersion(past(1, phi=phi), np.ones(20, dtype=bool)) == pytest.approx(phi, rel=0.15)


def test_a_drift_is_found_as_a_regression_finds_it() -> None:
    some = np.arange(20) < 5
    made = past(2, phi=1.0, slope=0.01)
    found = drift(made, some, ~some, dispersion=1.0)
    assert found is not None
    y = made.met[:, some].sum(axis=(1, 2))
    time = np.arange(26.0)
    fit = fit_poisson(y, {"level": np.ones(26), "time": time}, log_exposure=np.zeros(26), quasi=False)
    assert fit is not None
    known = fit.coefficients["time"]
    assert found.per_fortnight == pytest.approx(known.estimate, abs=known.standard_error / 2)
    assert found.standard_error == pytest.approx(known.standard_error * np.sqrt(1 + 5 / 15), rel=0.1)
    assert found.upper(19.5) > np.expm1(19.5 * found.per_fortnight)


def test_a_peak_before_the_measure_is_noticed() -> None:
    here = np.arange(20) < 1
    assert is_after_a_peak(past(3, phi=1.0, peak=2.0), here, dispersion=1.0)
    assert not is_after_a_peak(past(3, phi=1.0), here, dispersion=1.0)


def test_placebos_widen_errors_only_beyond_chance() -> None:
    z = np.random.default_rng(1).normal(size=200)
    assert Placebos(z, 200.0).inflation == ALLOWANCE
    assert Placebos(2 * z, 200.0).inflation == pytest.approx(4.0, rel=0.35)
    assert Placebos(2 * z, 5.0).inflation == ALLOWANCE
    assert Placebos(z, 200.0).rank_p(9.0) == pytest.approx(1 / 201)
    assert Placebos(np.zeros(0), 0.0).rank_p(1.0) is None
