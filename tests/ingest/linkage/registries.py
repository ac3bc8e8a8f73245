"""Small invented registries as linkage tables, with the truth."""

from collections import Counter
from dataclasses import dataclass

import pyarrow as pa

from ingest.linkage.tokens import Tokeniser
from ingest.simulation.registry import registry, reports_of
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
    named = reports_of(drawn)
    truth = {f"e{i:07d}": person for i, person in enumerate(drawn.persons)}
    table = Tokeniser(KEYS).table(list(named.values()), list(named))
    return Drawn(table, {e: truth[e] for e in named}, drawn.lookalikes)
