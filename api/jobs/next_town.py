"""The next town of a finding, from question to answer: purpose, forecast, audit line, and only then the data."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import BinaryIO

from api.audit import Act, AuditLog, current_actor
from api.home import Home
from api.jobs.export import accepted_purpose
from api.jobs.network import finding_of
from api.jobs.opened import opened_graph
from graph.columns import EncounterColumns, by_first_encounter
from graph.errors import UsageError
from graph.geography import load_municipalities
from graph.model import Reappearance, Relocation, Rotation
from graph.next_town import Backtest, Forecast, backtest_of_groups, backtest_of_premises, forecast
from graph.relocation import RelocationRules, chain_of, find_relocations
from graph.rotation.find import find_rotations
from graph.rotation.rules import RotationRules
from graph.store.columns import read_columns
from graph.store.findings import read_findings
from graph.store.schema import claim
from ingest.keyring import load_keyring
from ingest.policy_file import load_policy
from viz.next_town import text

FORMATS = ("text", "json")
SHIFTS, SEED = 39, 1
"""Shifted data sets of each search in the past: enough to say q <= 0.05, and eight searches stay quick."""


def tell_next_town(
    home: Home,
    finding_id: str,
    file_format: str,
    out: BinaryIO,
    *,
    purpose: str | None,
    now: datetime,
    progress: Callable[[float], None] = lambda _share: None,
) -> tuple[Forecast, bool]:
    """Write the forecast for a rotation or relocation; with it whether the finding is outdated.

    Raises
    ------
    UsageError
        For an unknown id or format, a finding that goes nowhere, or a purpose that isn't accepted.
    AuditError
        When the audit line can't be written: then nothing was.
    """
    if file_format not in FORMATS:
        message = f"--format is one of {', '.join(FORMATS)}"
        raise UsageError(message)
    stated, keyring = accepted_purpose(load_policy(home.policy), purpose), load_keyring(home.keys)
    with opened_graph(home) as db:
        claim(db, keyring.fingerprint())
        finding, is_outdated = finding_of(db, finding_id)
        chain = chain_of(finding, read_findings(db, Relocation)) if isinstance(finding, Relocation) else ()
        columns = by_first_encounter(read_columns(db))
    if isinstance(finding, Reappearance):
        message = "a reappearance has no pattern to go on: name a rotation or a relocation"
        raise UsageError(message)
    told = forecast(columns, finding, backtest(columns, finding, progress=progress), chain=chain)
    if file_format == "json":
        data = (json.dumps(asdict(told), indent=1) + "\n").encode()
    else:
        data = text(told, name=load_municipalities().name).encode()
    act = Act("read", "next town", stated, 1, {"format": file_format})
    actor, host = current_actor()
    AuditLog(home.audit, keyring.audit).append(act, actor=actor, host=host, now=now)
    out.write(data)
    out.flush()
    return told, is_outdated


def backtest(
    columns: EncounterColumns, finding: Rotation | Relocation, *, progress: Callable[[float], None]
) -> Backtest:
    """Moves of the finding's kind that could have been foretold."""
    if isinstance(finding, Relocation):
        return backtest_of_premises(columns, find_relocations(columns, rules=RelocationRules(), seed=SEED))
    return backtest_of_groups(columns, groups_of, progress=progress)


def groups_of(known: EncounterColumns) -> Sequence[Rotation]:
    """Rotations in what was known on a day."""
    return find_rotations(known, cuts={}, rules=RotationRules(), seed=SEED, shifts=SHIFTS).findings
