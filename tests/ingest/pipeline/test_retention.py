"""What is over its term by the policy of today, and no half policy lets anything go."""

from datetime import date

import pytest

from graph.columns import day_number
from graph.errors import PolicyError
from graph.store.holding import Termed
from ingest.pipeline.retention import due
from ingest.policy import Policy

POLICY = Policy(bases={"basis": 365, "other": 30, "none": 0}, purposes=frozenset({"p"}), premises_signal_days=10)
TODAY = date(2025, 1, 1)


def met(name: str, day: str, basis: str = "basis", *, names_person: bool = True, expires: str = "") -> Termed:
    return Termed(name, "GM0599", basis, names_person, day_number(date.fromisoformat(day)), expires)


def test_a_record_goes_the_day_after_the_last_of_its_term() -> None:
    last, over = met("last", "2024-01-02"), met("over", "2024-01-01")
    assert due([last, over], POLICY, held=frozenset(), today=date(2025, 1, 1)).expired == {"over"}
    assert due([last, over], POLICY, held=frozenset(), today=date(2025, 1, 2)).expired == {"last", "over"}


def test_a_hold_keeps_and_a_signal_about_premises_has_its_own_term() -> None:
    found = due(
        [met("held", "2020-01-01"), met("signal", "2024-12-01", names_person=False), met("kept", "2024-12-01")],
        POLICY,
        held=frozenset({"held"}),
        today=TODAY,
    )
    assert found.expired == {"signal"}
    assert found.held == {"held"}


def test_a_term_that_changed_is_restated() -> None:
    found = due([met("a", "2024-06-01", expires="2030-01-01")], POLICY, held=frozenset(), today=TODAY)
    assert found.restated == (("a", "2025-06-01"),)
    assert due([met("a", "2024-06-01", expires="2025-06-01")], POLICY, held=frozenset(), today=TODAY).restated == ()


@pytest.mark.parametrize(
    ("terms", "policy", "said"),
    [
        ([met("a", "2000-01-01")], Policy(), "no policy file"),
        ([met("a", "2000-01-01"), met("b", "2000-01-01", "none")], POLICY, '"none" has no term \\(1 records\\)'),
        ([met("a", "2000-01-01", "text of a file")], POLICY, "1 records rest on a basis that the policy doesn't list"),
    ],
)
def test_nothing_goes_while_a_basis_in_use_has_no_term(terms: list[Termed], policy: Policy, said: str) -> None:
    with pytest.raises(PolicyError, match=said) as refused:
        due(terms, policy, held=frozenset(), today=TODAY)
    assert "text of a file" not in str(refused.value)


def test_a_basis_without_term_that_nothing_uses_hinders_nothing() -> None:
    assert due([met("a", "2000-01-01")], POLICY, held=frozenset(), today=TODAY).expired == {"a"}
