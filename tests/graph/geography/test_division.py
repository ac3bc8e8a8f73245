"""What was counted under a dissolved municipality counts where its territory lies now."""

import csv
from dataclasses import replace
from datetime import date

from graph.columns import EncounterRow, columns_of
from graph.geography import load_municipalities
from graph.geography.division import (
    controls_today,
    division_caveats,
    encounters_today,
    events_today,
    interventions_today,
)
from graph.itineraries import stays
from graph.model import Control, Intervention, InterventionKind
from tests.events import Event, events_of
from tests.shared import SHARED, needs_shared

TABLE = load_municipalities()
CLOSURE = Intervention(
    "M", ("GM0501", "GM0530", "GM0599"), date(2022, 3, 1), None, InterventionKind.CLOSURE, None, "c", "b"
)
CONTROL = Control("c", "s", "GM0501", date(2022, 1, 1), date(2022, 1, 14), 3, None, None, None, None, "c", "b")


def test_a_series_goes_on_through_a_merger() -> None:
    rows = [Event("GM0501", date(2022, 12, 1)), Event("GM0530", date(2022, 12, 1)), Event("GM1992", date(2023, 1, 2))]
    today = events_today(events_of([*rows, Event("GM0599", date(2023, 1, 2))]), TABLE)
    assert today.municipalities == ("GM0599", "GM1992")
    assert [today.municipalities[m] for m in today.municipality] == ["GM1992"] * 3 + ["GM0599"]


def test_a_measure_before_a_merger_covers_the_heir_once_and_says_so() -> None:
    (mapped,) = interventions_today([CLOSURE], TABLE)
    assert mapped.municipalities == ("GM1992", "GM0599")
    assert mapped == replace(CLOSURE, municipalities=mapped.municipalities)
    told = division_caveats(CLOSURE.municipalities, TABLE)
    assert len(told) == 2
    assert "Brielle went into Voorne aan Zee on 2023-01-01" in told[0]
    assert division_caveats(mapped.municipalities, TABLE) == ()


def test_effort_goes_along() -> None:
    assert [c.municipality for c in controls_today([CONTROL], TABLE)] == ["GM1992"]


def test_what_stands_as_it_is_is_left_alone() -> None:
    events = events_of([Event("GM0599", date(2023, 1, 2))])
    assert events_today(events, TABLE) is events


@needs_shared
def test_published_reorganisations_lead_to_the_same_heirs() -> None:
    with (SHARED / "geo" / "herindelingen_2018_2023.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert {r["oud_code"]: TABLE.current(r["oud_code"]) for r in rows} == {r["oud_code"]: r["nieuw_code"] for r in rows}
    begun = {r["oud_code"]: TABLE.get(r["oud_code"]).valid_until for r in rows}
    assert begun == {r["oud_code"]: date(int(r["jaar"]), 1, 1) for r in rows}


def test_encounters_go_along_and_keep_their_order() -> None:
    rows = [
        EncounterRow("e1", "p", "GM0501", date(2022, 5, 1), date(2022, 5, 1)),
        EncounterRow("e2", "p", "GM1992", date(2023, 5, 1), date(2023, 5, 1)),
        EncounterRow("e3", "p", "GM0599", date(2023, 6, 1), date(2023, 6, 1)),
        EncounterRow("e4", "q", "GM9999", date(2023, 6, 1), date(2023, 6, 1)),
    ]
    columns = encounters_today(columns_of(rows), TABLE)
    assert [columns.municipalities[m] for m in columns.municipality] == ["GM1992", "GM1992", "GM0599", "GM9999"]
    assert columns.ids == ("e1", "e2", "e3", "e4")
    assert len(stays(columns)) == 3
    assert encounters_today(columns, TABLE) is columns
    assert len(encounters_today(columns_of([]), TABLE)) == 0
