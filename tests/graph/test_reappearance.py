from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Channel, Status
from graph.reappearance import Met, find_reappearances
from graph.weakest_cut import PLAUSIBLE_ENCOUNTERS

ROTTERDAM, CAPELLE, SCHIEDAM = "GM0599", "GM0502", "GM0606"


def met(
    name: str,
    town: str,
    first: str,
    last: str | None = None,
    *,
    status: Status = Status.POSSIBLE,
    channel: Channel | None = None,
) -> Met:
    first_day = date.fromisoformat(first)
    last_day = date.fromisoformat(last or first)
    return Met(
        id=name,
        municipality=town,
        source_id=f"{town}-register",
        seen_from=datetime.combine(first_day, time(), UTC),
        seen_until=datetime.combine(last_day, time(), UTC) + timedelta(days=1),
        first_day=first_day,
        last_day=last_day,
        status=status,
        channel=channel,
    )


def timed(name: str, town: str, moment: str) -> Met:
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    return Met(name, town, "r", at, at + timedelta(minutes=1), at.date(), at.date(), Status.POSSIBLE, None)


def found(*encounters: Met, probability: float = 1.0) -> list[str]:
    return [r.municipality_now for r in find_reappearances("p", encounters, link_probability=probability)]


def test_seven_times_rotterdam_and_later_capelle_is_one_reappearance() -> None:
    days = ["2024-02-01", "2024-02-20", "2024-03-03", "2024-04-01", "2024-05-05", "2024-06-01", "2024-06-18"]
    seven = [met(f"r{i}", ROTTERDAM, day) for i, day in enumerate(days)]
    (finding,) = find_reappearances("p", [met("c", CAPELLE, "2024-08-21"), *seven], link_probability=0.9995)
    assert finding.municipalities_before == (ROTTERDAM,)
    assert finding.municipality_now == CAPELLE
    assert finding.encounters_before == 7
    assert finding.first_seen == date(2024, 2, 1)
    assert finding.last_seen_before == date(2024, 6, 18)
    assert finding.seen_now == date(2024, 8, 21)
    assert finding.deciding_encounter == "c"
    assert set(finding.encounters) == {"c", *(e.id for e in seven)}
    assert finding.state == "open"


def test_a_link_below_0_999_is_said_to_be_weak() -> None:
    pair = [met("a", ROTTERDAM, "2024-01-01"), met("b", CAPELLE, "2024-02-01")]
    (finding,) = find_reappearances("p", pair, link_probability=0.995)
    assert finding.state == "weak link"


def test_a_person_of_more_encounters_than_plausible_is_said_to_be() -> None:
    many = [met(f"e{i:02}", "GM0599", "2024-01-01") for i in range(PLAUSIBLE_ENCOUNTERS)]
    (finding,) = find_reappearances("p", [*many, met("x", "GM0502", "2024-02-01")], link_probability=1.0)
    assert finding.state == "larger than plausible"


def test_staying_in_one_town_is_none() -> None:
    assert found(met("a", ROTTERDAM, "2024-01-01"), met("b", ROTTERDAM, "2024-02-01")) == []


def test_coming_back_is_not_newly_entered() -> None:
    assert found(
        met("a", ROTTERDAM, "2024-01-01"), met("b", CAPELLE, "2024-02-01"), met("c", ROTTERDAM, "2024-03-01")
    ) == [CAPELLE]


def test_each_new_town_is_one_finding_in_order_of_entry() -> None:
    encounters = [
        met("a", ROTTERDAM, "2024-01-01"),
        met("c", SCHIEDAM, "2024-03-01"),
        met("b", CAPELLE, "2024-02-01"),
        met("d", CAPELLE, "2024-04-01"),
    ]
    assert found(*encounters) == [CAPELLE, SCHIEDAM]
    second = find_reappearances("p", encounters, link_probability=1.0)[1]
    assert second.municipalities_before == (ROTTERDAM, CAPELLE)
    assert second.encounters_before == 2


def test_two_towns_on_one_date_have_no_order() -> None:
    assert found(met("a", ROTTERDAM, "2024-01-01"), met("b", CAPELLE, "2024-01-01")) == []


def test_times_order_two_towns_on_one_date() -> None:
    assert found(timed("a", ROTTERDAM, "2024-01-01T09:00"), timed("b", CAPELLE, "2024-01-01T15:00")) == [CAPELLE]


@pytest.mark.parametrize(("first", "last"), [("2024-01-01", "2024-12-31"), ("2024-03-01", "2024-03-31")])
def test_a_partial_date_that_could_lie_on_either_side_orders_nothing(first: str, last: str) -> None:
    assert found(met("a", ROTTERDAM, "2024-03-15"), met("b", CAPELLE, first, last)) == []


def test_a_partial_date_after_all_counts() -> None:
    assert found(met("a", ROTTERDAM, "2024-03-15"), met("b", CAPELLE, "2024-04-01", "2024-04-30")) == [CAPELLE]


def test_an_unassessed_encounter_before_is_no_signal_but_a_declaration_is() -> None:
    unassessed = met("a", ROTTERDAM, "2024-01-01", status=Status.UNASSESSED)
    declared = met("a", ROTTERDAM, "2024-01-01", status=Status.UNASSESSED, channel=Channel.DECLARATION)
    later = met("b", CAPELLE, "2024-02-01")
    assert found(unassessed, later) == []
    assert found(declared, later) == [CAPELLE]


def test_an_unassessed_match_is_marked_for_review() -> None:
    pair = [met("a", ROTTERDAM, "2024-01-01"), met("b", CAPELLE, "2024-02-01", status=Status.UNASSESSED)]
    (finding,) = find_reappearances("p", pair, link_probability=1.0, for_review=frozenset({"b"}))
    assert finding.state == "for review"


towns = st.sampled_from([ROTTERDAM, CAPELLE, SCHIEDAM])
visits = st.lists(st.tuples(towns, st.integers(0, 40), st.sampled_from([1, 1, 1, 10])), max_size=8)


@given(visits, st.randoms())
@settings(derandomize=True)
def test_order_of_reading_changes_nothing_and_every_finding_is_certain(
    plan: list[tuple[str, int, int]], random: Random
) -> None:
    start = date(2024, 1, 1)
    encounters = [
        met(str(i), town, str(start + timedelta(days=d)), str(start + timedelta(days=d + span - 1)))
        for i, (town, d, span) in enumerate(plan)
    ]
    shuffled = list(encounters)
    random.shuffle(shuffled)
    findings = find_reappearances("p", encounters, link_probability=1.0)
    assert findings == find_reappearances("p", shuffled, link_probability=1.0)
    by_id = {e.id: e for e in encounters}
    assert len({f.municipality_now for f in findings}) == len(findings)
    for finding in findings:
        now = by_id[finding.deciding_encounter]
        before = [by_id[i] for i in finding.encounters if i != now.id]
        assert before
        assert all(e.municipality != now.municipality and e.last_day < now.first_day for e in before)


def test_a_merger_of_municipalities_moves_nobody() -> None:
    brielle, voorne_aan_zee = "GM0501", "GM1992"
    assert found(met("a", brielle, "2022-05-01"), met("b", voorne_aan_zee, "2023-05-01")) == []
    assert found(met("a", ROTTERDAM, "2022-04-01"), met("b", brielle, "2022-05-01")) == [voorne_aan_zee]
    later = [met("a", brielle, "2022-05-01"), met("b", voorne_aan_zee, "2023-05-01"), met("c", SCHIEDAM, "2023-06-01")]
    (finding,) = find_reappearances("p", later, link_probability=1.0)
    assert (finding.municipalities_before, finding.encounters_before) == ((voorne_aan_zee,), 2)
