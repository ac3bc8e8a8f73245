"""Small invented registries as linkage tables, with the truth."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from graph.geography import load_municipalities
from ingest.formats import RawRow
from ingest.linkage.tokens import Tokeniser
from ingest.policy import Policy
from ingest.reader import Notes, Reader
from ingest.report import Report
from ingest.simulation.registry import registry
from ingest.validation import read_encounters
from tests.factories import KEYS


@dataclass(frozen=True)
class Drawn:
    tokens: pa.Table
    truth: dict[str, str]
    lookalikes: tuple[tuple[str, str, str], ...]

    def sizes(self) -> list[int]:
        return list(Counter(self.truth.values()).values())


def drawn_registry(*, rows: int, seed: int, lookalikes: bool = False) -> Drawn:
    drawn = registry(rows=rows, seed=seed, lookalikes=lookalikes)
    reader = Reader(Policy(), load_municipalities(), date(2025, 1, 1), None, Notes())
    read = list(read_encounters((RawRow(i + 1, row) for i, row in enumerate(drawn.rows)), reader))
    named = {f"e{i:06d}": item for i, item in enumerate(read) if isinstance(item, Report) and item.names_person}
    truth = {f"e{i:06d}": person for i, person in enumerate(drawn.persons)}
    table = Tokeniser(KEYS).table(list(named.values()), list(named))
    return Drawn(table, {e: truth[e] for e in named}, drawn.lookalikes)
