"""Published numbers, each named by its case."""

import math
from typing import Any

import pytest

from graph.displacement.etest import etest
from graph.displacement.interrupted import interrupted_series
from graph.displacement.log_irr import log_irr
from graph.displacement.sccs import pieces_of_events, sccs
from graph.displacement.wdd import Wdd, cumulative, wdd, wdd_harm
from graph.displacement.wdq import wdq
from graph.false_discovery import q_values
from tests.cases import case, close
from tests.shared import needs_shared


def estimated(inputs: dict[str, Any]) -> Wdd:
    return wdd(
        inputs["control"],
        inputs["treated"],
        inputs.get("disp_control", (0, 0)),
        inputs.get("disp_treated", (0, 0)),
        area_weights=inputs.get("area_weights", (1, 1, 1, 1)),
        time_weights=inputs.get("time_weights", (1, 1)),
    )


@needs_shared
@pytest.mark.parametrize(
    "name",
    [
        "wdd-paper-spreadsheet", "wdd-area-weights", "wdd-time-weights", "wdd-readme", "wdd-test-displacement",
        "wdd-no-pre", "wdd-crimepy-local", "wdd-crimepy-area", "wdd-harm-mv", "wdd-harm-th",
    ],
)  # fmt: skip
def test_wdd(name: str) -> None:
    known = case(name)
    result = estimated(known["inputs"])
    alpha = {"wdd-crimepy-local": 0.1, "wdd-crimepy-area": 0.1}.get(name, known["inputs"].get("alpha", 0.1))
    low, high = result.total.interval(alpha)
    found = {
        "Est_Total": result.total.estimate,
        "SE_Total": result.total.standard_error,
        "Est_Local": result.local.estimate,
        "SE_Local": result.local.standard_error,
        "Est_Displace": result.displaced.estimate,
        "SE_Displace": result.displaced.standard_error,
        "Z": result.total.z,
        "LowCI": low,
        "HighCI": high,
        "p_one_tailed": result.total.p_one_sided,
        "p_two_tailed": 2 * min(result.total.p_one_sided, 1 - result.total.p_one_sided),
    }
    assert known["expected"]
    for key in known["expected"]:
        assert close(found[key], known, key), (key, found[key], known["expected"][key])


@needs_shared
def test_wdd_harm() -> None:
    known = case("wdd-harm")
    parts = [estimated(c) for c in known["inputs"]["components"]]
    total = wdd_harm(parts, known["inputs"]["weights"])
    low, high = total.interval(known["inputs"]["alpha"])
    found = {"HarmEst": total.estimate, "SE_HarmEst": total.standard_error, "Z": total.z, "LowCI": low, "HighCI": high}
    for key in known["expected"]:
        assert close(found[key], known, key), key


@needs_shared
def test_wdd_cumulative() -> None:
    known = case("wdd-cumulative")
    result = cumulative(known["inputs"]["treated"], known["inputs"]["control"])
    alpha = known["inputs"]["alpha"]
    low, high = result.difference.interval(alpha)
    ratio = result.log_ratio
    found = {
        "CumDif": result.difference.estimate,
        "SE": result.difference.standard_error,
        "LowCI": low,
        "HighCI": high,
        "CumNorm": result.per_period.estimate,
        "SENorm": result.per_period.standard_error,
        "IRR": math.exp(ratio.estimate),
        "LowCI_IRR": math.exp(ratio.interval(alpha)[0]),
        "HighCI_IRR": math.exp(ratio.interval(alpha)[1]),
    }
    for key, value in found.items():
        assert close(value, known, key), key
    with pytest.raises(ValueError, match="ratio"):
        cumulative([0, 0], [1, 2])


@needs_shared
def test_log_irr_wilson() -> None:
    known = case("log-irr-wilson")
    result = log_irr(known["inputs"]["treated"], known["inputs"]["control"])
    assert close(result.estimate, known, "log_irr")
    assert close(result.ratio, known, "irr")
    assert math.isclose(result.standard_error, 0.29695, abs_tol=1e-5)


@needs_shared
@pytest.mark.parametrize("name", ["wdq-complete-displacement", "wdq-diffusion-half"])
def test_wdq(name: str) -> None:
    known = case(name)
    i = known["inputs"]
    result = wdq(
        (i["target_before"], i["target_after"]),
        (i["buffer_before"], i["buffer_after"]),
        (i["control_before"], i["control_after"]),
    )
    found = {"success": result.success, "buffer": result.buffer, "wdq": result.wdq}
    for key in known["expected"]:
        value = found[key]
        assert value is not None
        assert close(value, known, key), key


def test_wdq_is_not_interpretable_where_the_target_did_not_fall() -> None:
    assert wdq((100, 100), (50, 60), (100, 100)).wdq is None
    with pytest.raises(ValueError, match="control"):
        wdq((100, 60), (50, 60), (0, 100))


def test_wdq_effects_of_the_tool_guide() -> None:
    result = wdq((100, 60), (50, 60), (100, 100))
    assert result.wdq == pytest.approx(-0.25)
    assert (result.gross, result.net, result.total_net) == pytest.approx((40, 0.4, 30))


@needs_shared
@pytest.mark.parametrize("name", ["etest-0-3", "etest-6-2", "etest-10-5"])
def test_etest(name: str) -> None:
    known = case(name)
    assert close(etest(known["inputs"]["k1"], known["inputs"]["k2"]), known, "p_value")


@needs_shared
def test_etest_of_rates_with_the_papers_own_variance() -> None:
    known = case("etest-rates-wald")
    i = known["inputs"]
    assert close(etest(i["k1"], i["k2"], exposure=(i["n1"], i["n2"]), variant=i["variant"]), known, "p_value")


@needs_shared
def test_benjamini_hochberg() -> None:
    known = case("bh-1995")
    q = q_values(known["inputs"]["p"])
    assert q == pytest.approx(known["expected"]["adjusted"], abs=known["tolerance"]["abs"])
    assert sum(one <= known["inputs"]["q"] for one in q) == known["expected"]["n_rejected"]


@needs_shared
@pytest.mark.parametrize("name", ["its-sicily-poisson", "its-sicily-quasi"])
def test_interrupted_series(name: str) -> None:
    known = case(name)
    i = known["inputs"]
    result = interrupted_series(i["counts"], i["exposure"], first_after=i["last_pre_index"], quasi=i["quasi"])
    assert result is not None
    low, high = result.step.ratio_interval()
    found = {
        "rr_step": result.step.ratio,
        "low": low,
        "high": high,
        "rr_time": result.trend.ratio,
        "dispersion": result.dispersion,
    }
    for key in known["expected"]:
        assert close(found[key], known, key), key


@needs_shared
@pytest.mark.parametrize("name", ["sccs-oxford", "sccs-itp-one"])
def test_self_controlled_case_series(name: str) -> None:
    known = case(name)
    i = known["inputs"]
    windows = [(first, last) for first, last in i["risk_windows"]]
    result = sccs(pieces_of_events(i["events"], risk_windows=windows, age_cuts=i["age_cuts"]))
    assert result is not None
    low, high = result[0].ratio_interval()
    for key, value in {"relative_incidence": result[0].ratio, "low": low, "high": high}.items():
        assert value == pytest.approx(known["expected"][key][0], abs=known["tolerance"]["abs"]), key


def test_q_values_are_never_below_p_and_keep_their_order() -> None:
    p = [0.001, 0.01, 0.02, 0.8]
    q = q_values(p)
    assert q == sorted(q)
    assert all(b >= a for a, b in zip(p, q, strict=True))
    assert q_values([]) == []
