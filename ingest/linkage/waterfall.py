"""The waterfall of a pair: how prior and fields add up to a probability, and what held a judgement back.

In bits (log2): the prior odds, then each field's match weight at the level the two records agree on, then, where a
field's common values count for less, the adjustment for term frequency; their sum is the match weight, and its odds the
probability (Fellegi and Sunter 1969; drawn so by Splink's waterfall chart). Every pair can be explained, also one that
linking never compared because no blocking rule proposed it.
"""

import logging
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from ingest.linkage import shared
from ingest.linkage.columnar import columnar
from ingest.linkage.judge import why_not
from ingest.linkage.model import REVIEW_FROM, SAME_FROM, SHIPPED, Model
from ingest.linkage.predict import Pair, register_terms

EVERY_PAIR = "1 = 1"
BATCH_PAIRS = 100


@dataclass(frozen=True, slots=True)
class Step:
    """One bar: a field, the level the two records agree on, and its weight in bits.

    ``adjustment`` is what the frequency of the shared value adds, in bits; None where the level has none.
    """

    field: str
    level: str
    weight: float
    adjustment: float | None = None


@dataclass(frozen=True, slots=True)
class Waterfall:
    """How a pair's probability comes about.

    ``prior_weight`` and ``match_weight`` are log2 odds before and after all steps. ``is_proposed``: some blocking rule
    proposes the pair, so that linking compares it. ``held_back`` says why a probable pair isn't joined by itself.
    """

    pair: tuple[str, str]
    prior_weight: float
    steps: tuple[Step, ...]
    match_weight: float
    probability: float
    is_proposed: bool
    held_back: str
    model: str = SHIPPED.version

    @property
    def band(self) -> str:
        """What the model makes of it: ``same``, ``for review``, or ``apart``."""
        if not self.is_proposed or self.probability < REVIEW_FROM:
            return "apart"
        return "same" if self.probability >= SAME_FROM and not self.held_back else "for review"

    @property
    def evidence(self) -> tuple[str, ...]:
        """Levels of the fields that both records have, as judgements hold them."""
        return tuple(f"{s.field}:{s.level}" for s in self.steps if s.level != "missing")


def score_pairs(tokens: pa.Table, pairs: Iterable[tuple[str, str]], *, model: Model = SHIPPED) -> Iterator[Waterfall]:
    """Waterfalls of pairs, whatever blocking makes of them; a pair without tokens on both sides has none.

    Parameters
    ----------
    tokens
        Linkage table that holds the encounters, and all others that share an identifier with them.
    pairs
        Pairs of encounter ids.
    model
        Weights and rules.
    """
    wanted = sorted({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]})
    if not wanted:
        return
    with columnar() as connection:
        connection.register("everything_arrow", tokens)
        connection.execute("CREATE TABLE everything AS SELECT * FROM everything_arrow")
        shared.classify(connection, ("everything",))
        for start in range(0, len(wanted), BATCH_PAIRS):
            yield from _scored(connection, wanted[start : start + BATCH_PAIRS], model, batch=start)


def _scored(
    connection: duckdb.DuckDBPyConnection, pairs: list[tuple[str, str]], model: Model, *, batch: int
) -> Iterator[Waterfall]:
    from splink import DuckDBAPI, Linker  # noqa: PLC0415 - half a second that only linking needs

    ids = sorted({i for pair in pairs for i in pair})
    records = f"asked_{batch}"
    # Table names are Splink's and ours; the ids are a parameter.
    connection.execute(
        f"CREATE TABLE {records} AS SELECT * FROM everything_records WHERE list_contains(?, encounter)",  # noqa: S608
        [ids],
    )
    if connection.table(records).count("*").fetchall()[0][0] < 2:
        return
    logging.getLogger("splink").setLevel(logging.ERROR)
    settings = model.settings() | {"retain_intermediate_calculation_columns": True}
    rules = [*settings["blocking_rules_to_generate_predictions"], {"blocking_rule": EVERY_PAIR}]
    settings["blocking_rules_to_generate_predictions"] = rules
    with warnings.catch_warnings():
        # Splink warns of its own use of libraries; nothing a caller could act on.
        warnings.simplefilter("ignore")
        api = DuckDBAPI(connection=connection)
        linker = Linker(api.register(connection.table(records)), settings, log_level=logging.ERROR)
        register_terms(linker, api, connection, model)
        found = linker.inference.predict().physical_name
        cursor = connection.execute(f"SELECT * FROM {found}")  # noqa: S608
        names = [column[0] for column in cursor.description or ()]
        wanted = set(pairs)
        for values in cursor.fetchall():
            row = dict(zip(names, values, strict=True))
            pair = (min(row["encounter_l"], row["encounter_r"]), max(row["encounter_l"], row["encounter_r"]))
            if pair in wanted:
                yield _waterfall(pair, row, model, every_pair_rule=len(rules) - 1)


def _waterfall(pair: tuple[str, str], row: dict[str, Any], model: Model, *, every_pair_rule: int) -> Waterfall:
    steps = tuple(_step(comparison.field, row, model) for comparison in model.comparisons)
    weight, probability = float(row["match_weight"]), float(row["match_probability"])
    levels = tuple((s.field, s.level) for s in steps)
    return Waterfall(
        pair=pair,
        prior_weight=weight - sum(s.weight + (s.adjustment or 0.0) for s in steps),
        steps=steps,
        match_weight=weight,
        probability=probability,
        is_proposed=int(row["match_key"]) != every_pair_rule,
        held_back=why_not(Pair(*pair, probability, weight, levels)) if probability >= REVIEW_FROM else "",
        model=model.version,
    )


def _step(field: str, row: dict[str, Any], model: Model) -> Step:
    bits = float(row.get(f"mw_tf_adj_{field}") or 0.0)
    level = model.level(field, int(row[f"gamma_{field}"])).name
    return Step(field, level, float(row[f"mw_{field}"]), bits or None)
