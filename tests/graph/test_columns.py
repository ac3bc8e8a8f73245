from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.columns import EncounterRow, by_first_encounter, columns_of, day_number, day_of, rows_of

rows = st.lists(
    st.tuples(
        st.sampled_from(["p", "q", "r", None]),
        st.sampled_from(["GM0599", "GM0502"]),
        st.integers(0, 9),
        st.lists(st.sampled_from(["phone:1", "phone:2", "advert:1"]), unique=True, max_size=2),
    ),
    max_size=10,
)
Plan = list[tuple[str | None, str, int, list[str]]]


def made(plan: Plan, rename: dict[str, str] | None = None) -> list[EncounterRow]:
    begin = date(2024, 1, 1)
    return [
        EncounterRow(
            id=f"e{i}",
            person=(rename or {}).get(person, person) if person else None,
            municipality=town,
            first_day=begin + timedelta(days=day),
            last_day=begin + timedelta(days=day),
            identifiers=tuple(sorted(identifiers)),
        )
        for i, (person, town, day, identifiers) in enumerate(plan)
    ]


@given(rows, st.randoms(use_true_random=False))
@settings(derandomize=True)
def test_columns_hold_every_row_whatever_the_order(plan: Plan, random: Random) -> None:
    listed = made(plan)
    shuffled = list(listed)
    random.shuffle(shuffled)
    columns = columns_of(shuffled)
    assert sorted(rows_of(columns), key=lambda r: r.id) == sorted(listed, key=lambda r: r.id)
    assert columns.ids == columns_of(listed).ids
    bounds = columns.person_bounds()
    for p, name in enumerate(columns.persons):
        held = {columns.ids[i] for i in range(bounds[p], bounds[p + 1])}
        assert held == {r.id for r in listed if r.person == name}


@given(rows)
@settings(derandomize=True)
def test_by_first_encounter_other_names_of_persons_change_nothing_but_names(plan: Plan) -> None:
    one = by_first_encounter(columns_of(made(plan)))
    other = by_first_encounter(columns_of(made(plan, {"p": "z", "q": "a", "r": "m"})))
    assert one.ids == other.ids
    assert (one.person == other.person).all()
    assert (one.identifier_codes == other.identifier_codes).all()
    assert sorted(rows_of(one), key=lambda r: r.id) == sorted(made(plan), key=lambda r: r.id)


def test_day_numbers_go_there_and_back() -> None:
    assert day_of(day_number(date(2024, 2, 29))) == date(2024, 2, 29)
