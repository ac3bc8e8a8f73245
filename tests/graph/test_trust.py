"""Reports that anybody can make decide nothing, however many they are."""

import random
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.alert_routes import Routes
from graph.alerts import alerts_of
from graph.columns import EncounterRow, columns_of
from graph.model import ReporterType, Tier
from graph.reappearance import LOW_TRUST, find_reappearances
from graph.relocation import RelocationRules, find_relocations
from graph.trust import is_low_trust, may_be_told, without_low_trust
from tests.contract.stored import NOW, findings
from tests.graph.test_reappearance import met

FORGED = 10_000


def forged_move(n: int) -> list[EncounterRow]:
    """A salon's two phones in one town and then in the next, told by as many reports as somebody cares to write."""
    rng = random.Random(7)
    begin = date(2024, 1, 1)
    return [
        EncounterRow(
            f"forged-{i}",
            None,
            "GM0599" if i < n // 2 else "GM0502",
            day := begin + timedelta(days=rng.randrange(60) + (0 if i < n // 2 else 70)),
            day,
            source=f"form-{i % 3}",
            identifiers=("phone:forged", "advert:forged"),
        )
        for i in range(n)
    ]


def looked_at() -> list[EncounterRow]:
    """Others met in both towns all the while, so that a town that falls silent is not one where nobody looked."""
    begin = date(2024, 1, 1)
    days = [begin + timedelta(days=n) for n in range(130)]
    return [EncounterRow(f"{town}-{d}", f"{town}-{d}", town, d, d) for town in ("GM0599", "GM0502") for d in days]


@pytest.mark.parametrize(
    ("reporter", "reliability", "is_low"),
    [
        (ReporterType.RESIDENT, None, True),
        (ReporterType.RESIDENT, "", True),
        (ReporterType.RESIDENT, "D3", True),
        (ReporterType.OTHER, "E5", True),
        (ReporterType.RESIDENT, "C3", False),
        (ReporterType.HOTLINE, None, False),
        (ReporterType.PLATFORM, "D3", False),
        (ReporterType.HOTLINE, "E4", True),
        (ReporterType.POLICE, "A1", False),
    ],
)
def test_who_is_believed_is_read_from_reporter_and_reliability(
    reporter: ReporterType,
    reliability: str | None,
    is_low: bool,  # noqa: FBT001 - a column of the table above
) -> None:
    assert is_low_trust(reporter, reliability) is is_low


def test_forged_reports_would_make_a_flagged_relocation_if_they_counted() -> None:
    """What the rule is for: a dozen reports of one source are enough."""
    found = find_relocations(columns_of([*looked_at(), *forged_move(60)]), rules=RelocationRules())
    assert [f.tier for f in found] == [Tier.FLAGGED]


def test_ten_thousand_forged_reports_make_no_relocation() -> None:
    rows = forged_move(FORGED)
    columns = columns_of([*looked_at(), *rows])
    assert find_relocations(without_low_trust(columns, {r.id for r in rows}), rules=RelocationRules()) == ()


def test_forged_reports_do_not_hide_a_true_relocation() -> None:
    true = [replace(r, id=f"true-{r.id}", source="team") for r in forged_move(60)]
    noise = [replace(r, id=f"noise-{r.id}", municipality="GM0599") for r in forged_move(200)]
    alone = find_relocations(columns_of([*looked_at(), *true]), rules=RelocationRules())
    among = find_relocations(
        without_low_trust(columns_of([*looked_at(), *true, *noise]), {r.id for r in noise}), rules=RelocationRules()
    )
    assert [f.tier for f in alone] == [Tier.FLAGGED]
    assert among == alone
    assert find_relocations(columns_of([*looked_at(), *true, *noise]), rules=RelocationRules()) != alone


@given(st.lists(st.booleans(), min_size=1, max_size=12))
def test_leaving_rows_out_is_never_having_had_them(low: list[bool]) -> None:
    rows = [replace(r, person="p" if i % 2 else None) for i, r in enumerate(forged_move(len(low)))]
    left = without_low_trust(columns_of(rows), {r.id for r, out in zip(rows, low, strict=True) if out})
    never = columns_of([r for r, out in zip(rows, low, strict=True) if not out])
    assert left.ids == never.ids
    for name in ("first_day", "identifier_offsets"):
        assert np.array_equal(getattr(left, name), getattr(never, name))
    assert [left.identifiers[c] for c in left.identifier_codes] == [
        never.identifiers[c] for c in never.identifier_codes
    ]


def test_a_reappearance_of_low_trust_alone_is_told_to_nobody_and_with_one_other_report_to_both_sides() -> None:
    here, there = met("a", "GM0599", "2024-01-01"), met("b", "GM0502", "2024-02-01")
    forged = [replace(e, low_trust=True) for e in (here, there)]
    (alone,) = find_reappearances("p", forged, link_probability=1.0)
    assert alone.state == LOW_TRUST
    assert alerts_of([alone], {}, routes=Routes(), now=NOW) == ()
    (seen,) = find_reappearances("p", [forged[0], there], link_probability=1.0)
    assert seen.state == "open"
    assert {a.recipient for a in alerts_of([seen], {}, routes=Routes(), now=NOW)} == {"GM0599", "GM0502"}


def test_a_rotation_is_told_only_where_others_met_it_in_two_towns() -> None:
    rotation, relocation, _ = findings()
    towns = {"a": "GM0599", "b": "GM0502"}
    assert may_be_told(rotation, frozenset(), towns)
    assert not may_be_told(rotation, {"b"}, towns)
    assert may_be_told(relocation, {"a", "b"}, towns)
