"""Published numbers, each named by its case."""

from collections.abc import Mapping

import pytest

from graph.hidden_numbers.official import OFFICIAL
from graph.hidden_numbers.once_or_more import Estimate, chao, chao_without_ones, zelterman, zero_truncated_poisson
from graph.hidden_numbers.two_lists import chapman, petersen, poisson_limits
from tests.cases import case, close
from tests.shared import needs_shared


def frequencies(name: str) -> Mapping[int, int]:
    return {int(k): n for k, n in case(name)["inputs"]["frequencies"].items()}


def holds(name: str, found: Estimate | None) -> None:
    assert found is not None
    known = case(name)
    values = {"N": found.total, "SE": found.standard_error, "low": found.low, "high": found.high}
    for key in known["expected"].keys() & values.keys():
        value = values[key]
        assert value is not None
        assert close(value, known, key), (key, value)


@needs_shared
def test_zero_truncated_poisson() -> None:
    holds("ztp-nl-immigrants", zero_truncated_poisson(frequencies("ztp-nl-immigrants")))


@needs_shared
def test_zelterman() -> None:
    holds("zelterman-nl-immigrants", zelterman(frequencies("zelterman-nl-immigrants")))


@needs_shared
def test_chao() -> None:
    name = "chao-nl-immigrants"
    holds(name, chao(frequencies(name)))
    corrected = chao(frequencies(name), bias_corrected=True)
    assert corrected is not None
    assert corrected.total == pytest.approx(case(name)["expected"]["N_bias_corrected"], abs=0.01)


@needs_shared
def test_chao_without_the_ones() -> None:
    holds("chao-one-inflation-unit", chao_without_ones(frequencies("chao-one-inflation-unit")))


@needs_shared
@pytest.mark.parametrize("name", ["chapman-fsa", "chapman-krebs", "chapman-seber-1"])
def test_chapman(name: str) -> None:
    i = case(name)["inputs"]
    holds(name, chapman(i["M"], i["n"], i["m"]))


@needs_shared
@pytest.mark.parametrize("name", ["petersen-fsa", "petersen-unodc"])
def test_petersen(name: str) -> None:
    i = case(name)["inputs"]
    holds(name, petersen(i["M"], i["n"], i["m"]))


@needs_shared
def test_official_figures_are_those_published() -> None:
    known = case("nl-official-estimates")["expected"]
    later = next(o for o in OFFICIAL if o.period == "2018-2019")
    assert f"about {later.estimate:,}" in known["yearly_2018_2019"]
    assert f"about {later.seen:,} observed" in known["yearly_2018_2019"]
    assert f"{later.low:,} to 6,300-{later.high:,}" in known["yearly_2018_2019"]


def test_poisson_limits_hold_the_estimate_and_are_wider_to_the_right() -> None:
    low, high = poisson_limits(500, 149, 7)
    middle = chapman(500, 149, 7).total
    assert low < middle < high
    assert high - middle > middle - low
    assert poisson_limits(50, 40, 0)[1] == chapman(50, 40, 0).total


def test_methods_that_have_nothing_to_go_by_say_so() -> None:
    assert petersen(10, 10, 0) is None
    assert chao({1: 9}) is None
    assert zelterman({2: 9}) is None
    assert zero_truncated_poisson({1: 9}) is None
    assert chao_without_ones({1: 9, 2: 3}) is None
