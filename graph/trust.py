"""Reports that anybody can make: what they may decide, and what not.

A hotline's form is open to a neighbour who saw something, to a rival who wants a salon closed, and to an exploiter who
wants to know what is known. So one kind of report counts as of *low trust*: a resident's, or one of a reporter who
isn't named (``other``), unless a source that looked at it vouches for it by a reliability of A, B or C; and whatever its
own source calls unreliable (E). The letters are those of the Admiralty code, which police and services write.

Such a report is stored, shown and counted like any other. But however many there are, they count for nothing where it
is decided whether somebody is told: a relocation is found without them, a reappearance that rests on nothing else is
marked and told to nobody, and a rotation is told only where other reports of it lie in two towns. Forged ones can thus
neither raise an alert nor hide a true finding behind noise.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from graph.columns import EncounterColumns
from graph.model import Finding, ReporterType, Rotation

OPEN_REPORTERS = frozenset({ReporterType.RESIDENT, ReporterType.OTHER})
"""Reporters whom nobody needs to know."""
VOUCHED = frozenset("ABC")
UNRELIABLE = "E"
TOWNS_OF_OTHERS = 2
"""Towns in which other reports of a rotation must lie for anybody to be told."""


def is_low_trust(reporter: ReporterType, reliability: str | None) -> bool:
    """Whether a report may decide nothing.

    Parameters
    ----------
    reporter
        Who reported.
    reliability
        As the source wrote it, such as ``B2``; None or empty where it wrote none.

    Examples
    --------
    >>> is_low_trust(ReporterType.RESIDENT, None), is_low_trust(ReporterType.RESIDENT, "B3")
    (True, False)
    """
    letter = (reliability or " ")[0]
    return letter == UNRELIABLE or (reporter in OPEN_REPORTERS and letter not in VOUCHED)


def without_low_trust(columns: EncounterColumns, low: Collection[str]) -> EncounterColumns:
    """Encounters but those of low trust (their ids), in the same order and under the same codes."""
    if not low:
        return columns
    keep: NDArray[np.bool_] = np.array([i not in low for i in columns.ids], dtype=bool)
    lengths = np.diff(columns.identifier_offsets)
    offsets = np.concatenate([[0], np.cumsum(lengths[keep])]).astype(np.int64)
    kept = {
        name: getattr(columns, name)[keep]
        for name in (
            "person", "municipality", "first_day", "last_day", "minute", "source", "operation", "premises",
            "premises_kind", "channel", "status",
        )
    }  # fmt: skip
    return replace(
        columns,
        ids=tuple(compress(columns.ids, keep)),
        identifier_offsets=offsets,
        identifier_codes=columns.identifier_codes[np.repeat(keep, lengths)],
        **kept,
    )


def may_be_told(finding: Finding, low: Collection[str], town_of: Mapping[str, str]) -> bool:
    """Whether a finding stands on more than reports of low trust.

    Reappearances say so by their state and relocations are found without such reports, so this asks rotations.

    Parameters
    ----------
    finding
        The finding.
    low
        Ids of encounters of low trust.
    town_of
        Municipality of each encounter that the finding rests on.
    """
    if not isinstance(finding, Rotation):
        return True
    others = {town_of[e] for e in finding.encounters if e in town_of and e not in low}
    return len(others) >= TOWNS_OF_OTHERS
