from datetime import timedelta

from graph.decisions import Stand, Standing
from graph.indicators.deciding import decision_indicators
from graph.model import Alert
from graph.model.decision import Decision, Ruling
from graph.rule_figures import RuleFigures, Waiting, rule_figures
from tests.contract.stored import NOW
from viz.rules import rule_lines

HOUR = timedelta(hours=1)


def alert(finding: str, hours: float = 0, rule: str = "rotation-1", kind: str = "rotation") -> Alert:
    return Alert(f"{finding}-{hours}", "GM0599", kind, finding, "flagged", rule, NOW + hours * HOUR)


def decision(
    finding: str, hours: float | None, ruling: Ruling = Ruling.ACCEPTED, rule: str = "rotation-1", year: int = 2024
) -> Decision:
    at = NOW.replace(year=year) + (hours or 0) * HOUR
    told = None if hours is None else NOW.replace(year=year)
    return Decision(f"d-{finding}-{rule}", finding, "rotation", 1, rule, ruling, "r", "desk", at, (), (), told)


def test_a_rule_version_says_how_long_its_findings_waited_and_how_many_were_rejected() -> None:
    made = [decision("a", 2), decision("b", 4, Ruling.REJECTED), decision("c", 9), decision("d", None)]
    alerts = [*map(alert, "abcd"), alert("a", 5), alert("e", 3), alert("e", 1), alert("x", kind="hand_over")]
    current = [
        Waiting("a", "rotation", "rotation-1", Stand(Standing.ACCEPTED, made[0])),
        Waiting("e", "rotation", "rotation-1", Stand()),
        Waiting("f", "rotation", "rotation-1", Stand()),
        Waiting("b", "rotation", "rotation-2", Stand(Standing.RETURNED, made[1], ("tier flagged",))),
    ]
    first, second = rule_figures(alerts, made, current, now=NOW + 11 * HOUR)
    assert first == RuleFigures("rotation", "rotation-1", 5, 3, 1, 1, 0, 4, None, 10)
    assert (first.decided, first.share_rejected) == (4, 0.25)
    assert second == RuleFigures("rotation", "rotation-2", 0, 0, 0, 1, 1, None, None, None)
    assert list(rule_lines([first, second]))[1:] == [
        "rotation      rotation-1                  5        4         1   25 %        1       4.0          -      10.0",
        "rotation      rotation-2                  0        0         0      -        1         -          -         -",
    ]


def test_nine_of_ten_are_told_from_ten_decisions_on() -> None:
    (figures,) = rule_figures([], [decision(f"f{n}", n) for n in range(11)], [], now=NOW)
    assert (figures.median_hours, figures.slow_hours) == (5, 9)
    assert list(rule_lines([])) == []


def monitor(
    made: list[Decision], before: dict[tuple[str, str, str], int | None] | None = None
) -> dict[str, int | None]:
    return {f"{i.period} {i.indicator}": i.value for i in decision_indicators(made, before or {})}


def test_the_monitor_shows_few_decisions_no_more_than_few_persons() -> None:
    few = [decision(f"f{n}", n, Ruling.REJECTED) for n in range(9)]
    assert set(monitor(few).values()) == {None}
    some = [*few, *(decision(f"g{n}", 3) for n in range(9))]
    assert monitor(some) == {
        "2024 decided rotation-1": 20, "2024 rejected rotation-1": None, "2024 share_rejected rotation-1": None,
        "2024 hours_to_decision rotation-1": 3,
    }  # fmt: skip
    many = [*some, *(decision(f"h{n}", 5, Ruling.REJECTED) for n in range(3))]
    assert monitor(many)["2024 share_rejected rotation-1"] == 50


def test_hours_are_told_anew_only_where_their_count_is() -> None:
    made = [decision(f"f{n}", 2) for n in range(12)]
    first = {("NL", *key.split(" ", 1)): value for key, value in monitor(made).items()}
    before = {(area, period, name): value for area, period, name in first for value in [first[area, period, name]]}
    slower = [*made[:1], *(decision(f"g{n}", 90) for n in range(13))]
    assert monitor(slower, before)["2024 hours_to_decision rotation-1"] == 2
    twice = [*slower, *(decision(f"h{n}", 90) for n in range(20))]
    assert monitor(twice, before)["2024 hours_to_decision rotation-1"] == 90


def test_years_and_rule_versions_are_told_apart() -> None:
    made = [decision(f"f{n}", 2, year=y, rule=r) for n in range(10) for y in (2023, 2024) for r in ("r/1", "r/2")]
    assert {k: v for k, v in monitor(made).items() if "decided" in k} == {
        f"{y} decided r/{r}": 10 for y in (2023, 2024) for r in (1, 2)
    }
