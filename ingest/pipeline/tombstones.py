"""Records that were erased and may not come back: their rows are refused, and say so."""

from collections.abc import Iterable, Iterator

from ingest.pseudonyms import Tokens, encounter_id
from ingest.report import ERASED, Reduced, Rejection, Report


def without_erased(
    items: Iterable[Report | Reduced | Rejection], erased: frozenset[str], tokens: Tokens
) -> Iterator[Report | Reduced | Rejection]:
    """Items of a plain file, those of erased records as rejections.

    Parameters
    ----------
    items
        What its rows say.
    erased
        Keyed ids of records with a tombstone.
    tokens
        Makes keyed ids.
    """
    for item in items:
        if erased and not isinstance(item, Rejection):
            report = item.report if isinstance(item, Reduced) else item
            if encounter_id(tokens, report.source_id, report.record_id) in erased:
                yield Rejection(report.row_number, "record_id", ERASED, report.source_id)
                continue
        yield item
