"""How fast linkage is on many rows, beside Splink on plain values in the same run, and how little adding some costs."""

import os
import resource
import time
from collections.abc import Callable
from typing import TypeVar

import pyarrow as pa

from api.bench.linkage.accuracy import AT, link
from api.bench.linkage.plain import PlainNumbers, plain_model
from api.bench.linkage.sets import PERSON_COLUMNS, bench_keyring
from api.bench.table import Table
from graph.persons import components
from ingest.linkage.judge import judge
from ingest.linkage.makers import TokenMakers
from ingest.linkage.model import SHIPPED
from ingest.linkage.predict import predict_pairs
from ingest.linkage.tokens import Tokeniser
from ingest.pipeline.incoming import PART_ROWS
from ingest.report import Report
from ingest.simulation.registry import registry, reports_of

T = TypeVar("T")


def scale(*, rows: int, stored: int, added: int, seed: int) -> Table:
    """Table of one large linkage and one small addition.

    Parameters
    ----------
    rows
        Rows of the large set.
    stored, added
        Rows that are stored, and rows that are then added.
    seed
        Of the invented registry.
    """
    reports = reports_of(registry(rows=rows, seed=seed, lookalikes=True))
    ids = list(reports)
    measured: list[dict[str, object]] = []

    def timed(what: str, work: Callable[[], T]) -> tuple[T, float]:
        begun = time.perf_counter()
        result = work()
        seconds = time.perf_counter() - begun
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        measured.append({"what": what, "rows": len(ids), "seconds": seconds, "peak MB": peak})
        return result, seconds

    processes = os.cpu_count() or 1
    with TokenMakers(bench_keyring(), processes=processes, here_rows=0) as makers:
        tokens, _ = timed(f"tokens, {processes} processes", lambda: _table(reports, makers))
    on_tokens, seconds = timed("block, score, cluster on tokens", lambda: link(tokens, ids, SHIPPED, is_person=True))
    pairs = len(on_tokens.judged)
    plain, _ = timed("columns of plain values", lambda: _table(reports, Tokeniser(PlainNumbers())))
    model = plain_model(SHIPPED, PERSON_COLUMNS)
    _, peer = timed("block, score, cluster on plain values", lambda: link(plain, ids, model, is_person=True))
    measured[1] |= {"times plain": seconds / peer, "judgements": pairs}
    measured.append(_addition(tokens, stored, added))
    return Table(
        "Linkage at scale",
        ("what", "rows", "seconds", "times plain", "judgements", "peak MB", "same partition"),
        measured,
        f"Invented registry with lookalikes, seed {seed}; the model that ships; 2 threads.",
        "Plain values: Splink with the same rules, Damerau-Levenshtein and Jaro-Winkler in place of near-miss tokens. "
        "Peak memory is that of the process until then, the reports it draws from included.",
    )


def _table(reports: dict[str, Report], tokeniser: Tokeniser | TokenMakers) -> pa.Table:
    ids, some = list(reports), list(reports.values())
    coming = [
        tokeniser.begin(some[start : start + PART_ROWS], ids[start : start + PART_ROWS])
        for start in range(0, len(ids), PART_ROWS)
    ]
    return pa.concat_tables(table() for table in coming)


def _addition(tokens: pa.Table, stored: int, added: int) -> dict[str, object]:
    """Linking some rows to those stored, and whether the partition is that of linking all at once."""
    there, new = tokens.slice(0, stored), tokens.slice(stored, added)
    ids = tokens.slice(0, stored + added)["encounter"].to_pylist()
    before = list(judge(predict_pairs(there, there.slice(0, 0)), at=AT))
    begun = time.perf_counter()
    more = list(judge(predict_pairs(new, there), at=AT))
    seconds = time.perf_counter() - begun
    at_once = judge(predict_pairs(tokens.slice(0, stored + added), tokens.slice(0, 0)), at=AT)
    return {
        "what": f"adding {len(new):,} to {len(there):,}",
        "rows": len(new),
        "seconds": seconds,
        "judgements": len(more),
        "same partition": components([*before, *more], ids) == components(at_once, ids),
    }
