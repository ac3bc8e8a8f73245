from datetime import date

from api.bench.page import page, part, parts_of
from api.bench.table import Table

TABLE = Table("Found", ("seed", "share"), [{"seed": 1, "share": 0.5}], "Seed 1.", "A note.")


def test_a_part_measured_again_leaves_the_others_as_they_are() -> None:
    first = {"one": part([TABLE], measured_on=date(2026, 1, 1)), "two": part([TABLE], measured_on=date(2026, 1, 2))}
    written = page(first, ("two", "one"))
    again = parts_of(written) | {"one": part([TABLE, TABLE], measured_on=date(2026, 1, 3))}
    rewritten = page(again, ("two", "one"))
    assert rewritten.index("2026-01-02") < rewritten.index("2026-01-03")
    assert "2026-01-01" not in rewritten
    assert rewritten.count("## Found") == 3
    assert page(parts_of(rewritten), ("two", "one")) == rewritten


def test_a_page_that_is_none_has_no_parts_and_one_no_longer_measured_goes() -> None:
    assert parts_of("# Something else\n") == {}
    written = page({"gone": part([TABLE], measured_on=date(2026, 1, 1))}, ())
    assert "Found" not in written
