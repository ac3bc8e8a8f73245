"""Reports to a national register: a list for each source, by consent and regime, from the source's own record numbers."""

import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from api.audit import Act, AuditLog, current_actor
from api.exports.report import REPORT_COLUMNS, report_rows
from api.exports.writers import WRITERS
from api.home import Home
from api.jobs.export import accepted_purpose, destination
from api.jobs.opened import opened_graph
from api.jobs.references import references
from graph.comensha import Listed, lists, persons_by_quarter
from graph.disclosure import SafeCount, safe_count
from graph.errors import UsageError
from graph.store.reportable import read_reportable
from graph.store.schema import claim
from graph.summaries.period import parse_period
from ingest.keyring import load_keyring
from ingest.policy_file import load_policy

REGISTERS = ("comensha",)
"""National registers that a report can be for."""


@dataclass(frozen=True, slots=True)
class Reported:
    """What a report holds: rows that may be reported and rows refused, and persons by quarter as they may leave."""

    allowed: int
    refused: int
    by_quarter: tuple[tuple[str, SafeCount], ...]


def export_report(
    home: Home, *, register: str, period: str, out: Path | None, file_format: str, purpose: str | None, now: datetime
) -> Reported:
    """Write what may be reported, and what may not and why.

    The line in the audit log is on disk before the first byte leaves.

    Parameters
    ----------
    home
        The installation.
    register
        One of :data:`REGISTERS`.
    period
        A year or quarter, by the day on which an encounter began.
    out
        A folder, for a file of each source; a file or None (standard output), for one of all.
    file_format
        One of the formats of exports.
    purpose
        What for.
    now
        When (UTC).

    Raises
    ------
    UsageError
        When there is no such register, period or format, or the purpose isn't accepted.
    AuditError
        When the audit line can't be written: then nothing was.
    """
    if register not in REGISTERS:
        message = f"--for names the register: one of {', '.join(REGISTERS)}"
        raise UsageError(message)
    if file_format not in WRITERS:
        message = f"--format is one of {', '.join(WRITERS)}"
        raise UsageError(message)
    asked = parse_period(period)
    stated, keyring = accepted_purpose(load_policy(home.policy), purpose), load_keyring(home.keys)
    first, end = asked.days
    with opened_graph(home) as db:
        claim(db, keyring.fingerprint())
        listed = lists(read_reportable(db, first=first, end=end))
    refer = references(home, keyring)
    with tempfile.TemporaryDirectory(dir=home.folder(home.cache)) as folder, ExitStack() as opened:
        made: list[tuple[Path | None, BinaryIO]] = []
        for target, some in _targets(listed, out, asked=str(asked), ending=file_format):
            spool: BinaryIO = opened.enter_context(tempfile.TemporaryFile(dir=folder))
            WRITERS[file_format](REPORT_COLUMNS, report_rows(some, refer), spool)
            made.append((target, spool))
        act = Act(
            action="export",
            subject="report",
            purpose=stated,
            count=len(listed),
            parameters={"for": register, "period": str(asked), "format": file_format, "with_references": True},
        )
        actor, host = current_actor()
        AuditLog(home.audit, keyring.audit).append(act, actor=actor, host=host, now=now)
        for target, table in made:
            table.seek(0)
            with destination(target) as stream:
                shutil.copyfileobj(table, stream)
                stream.flush()
    counted = tuple((q, safe_count(n)) for q, n in persons_by_quarter(listed).items())
    allowed = sum(row.ground is not None for row in listed)
    return Reported(allowed, len(listed) - allowed, counted)


def _targets(
    listed: tuple[Listed, ...], out: Path | None, *, asked: str, ending: str
) -> list[tuple[Path | None, tuple[Listed, ...]]]:
    """Where which rows go: one place, or a file of its own for each source."""
    if out is None or not out.is_dir():
        return [(out, listed)]
    sources = sorted({row.source_id for row in listed})
    return [
        (out / f"comensha-{asked}-{source}.{ending}", tuple(r for r in listed if r.source_id == source))
        for source in sources
    ]
