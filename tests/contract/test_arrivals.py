"""When encounters came in, as the store knows it, on both engines alike."""

from dataclasses import replace
from datetime import UTC, date, datetime

from graph.columns import day_number
from graph.displacement.lag import Delivered
from graph.store.arrivals import read_arrivals
from graph.store.batches import record_progress
from graph.store.database import Database
from graph.store.encounters import Records, write_records
from tests.factories import encounter


def test_encounters_are_told_by_the_day_of_their_load_once_there_are_several(db: Database) -> None:
    def load(batch: str, came_in: datetime, *days: str) -> None:
        record_progress(db, batch, kind="encounters", rows_done=len(days), completed=True, now=came_in)
        new = [encounter(f"{batch}-{i}", day=day, batch_id=batch) for i, day in enumerate(days)]
        write_records(db, Records(new=[(e, (e.content_digest,)) for e in new]), now=came_in)

    load("b1", datetime(2024, 1, 10, tzinfo=UTC), "2023-11-01", "2024-01-02")
    assert read_arrivals(db) == ()
    load("b2", datetime(2024, 3, 1, tzinfo=UTC), "2023-12-01", "2024-02-01", "2024-02-01", "2024-02-20")
    changed = replace(encounter("b2-3", day="2024-02-20", batch_id="b2"), version=2, content_digest="other")
    write_records(db, Records(changed=[(changed, ("other",))]), now=datetime(2024, 3, 2, tzinfo=UTC))
    came_in = day_number(date(2024, 3, 1))
    assert read_arrivals(db) == (Delivered(changed.source_id, day_number(date(2024, 2, 1)), came_in, 2),)
