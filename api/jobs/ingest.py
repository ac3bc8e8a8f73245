"""Files into a home: loaded one by one, then linked."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from api.home import Home
from api.jobs.opened import only_writer, opened_installation
from graph.store.erasing import tombstones
from ingest.accounting import FileReport
from ingest.directory import files_of
from ingest.fields.dates import LOCAL_TIME
from ingest.layouts import Layout
from ingest.linkage.makers import TokenMakers
from ingest.pipeline.expiry import expire_tokens
from ingest.pipeline.link import Linked, link_unlinked
from ingest.pipeline.load import Load, OnRejected, load_file
from ingest.pipeline.unassessed import Compared, compare_unassessed
from ingest.policy import Policy
from ingest.sealing.columns import CentreColumns

TOKEN_PROCESSES = 1
"""Processes that make tokens of large loads, beside the engine's and the one that reads and writes."""


@dataclass
class Watch:
    """Whom an ingest tells of its progress, and how long its stages took, in seconds of wall time."""

    on_file: Callable[[str, int, int], None] = lambda _name, _number, _all: None
    on_rows: Callable[[int], None] = lambda _rows: None
    on_rejected: OnRejected = lambda _table, _rejections: None
    on_linked: Callable[[int, int], None] = lambda _done, _all: None
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - begun


@dataclass(frozen=True, slots=True)
class Ingested:
    """Accounts of the files, what linking and comparing unassessed rows did, and what of a directory was passed over."""

    files: tuple[FileReport, ...]
    linked: Linked
    compared: Compared
    is_open_policy: bool
    passed_over: tuple[str, ...] = ()


def ingest_files(
    home: Home,
    paths: Sequence[Path],
    *,
    layout: Layout | None,
    kind: str | None,
    now: datetime,
    watch: Watch,
    narrowed: Callable[[Policy], Policy] = lambda policy: policy,
) -> Ingested:
    """Load files into a home, link what they bring, and compare unassessed rows where the policy allows it.

    Parameters
    ----------
    home
        The installation.
    paths
        Files, and directories of files.
    layout, kind
        As for one file; they hold for all.
    now
        Time of the load (UTC).
    watch
        Told of the progress.
    narrowed
        The policy as it holds for whoever sends the files.
    """
    files = files_of(paths)
    with only_writer(home), opened_installation(home) as opened:
        installation = replace(opened, policy=narrowed(opened.policy))
        reports = []
        # Linking needs the memory that the makers hold.
        with watch.stage("load"), TokenMakers(opened.keyring, processes=TOKEN_PROCESSES) as makers:
            load = Load(
                installation=installation,
                tokens=makers,
                columns=CentreColumns(installation.keyring.centre_stage),
                now=now,
                today=now.astimezone(LOCAL_TIME).date(),
                on_rows=watch.on_rows,
                on_rejected=watch.on_rejected,
                layouts=(home.layouts,),
                erased=tombstones(installation.db),
            )
            for number, path in enumerate(files.read, start=1):
                watch.on_file(path.name, number, len(files.read))
                reports.append(load_file(path, load, layout=layout, kind=kind))
        with watch.stage("link"):
            run = f"ingest-{now:%Y%m%dT%H%M%S}"
            linked = link_unlinked(installation, now=now, run=run, on_step=watch.on_linked)
        with watch.stage("compare"):
            compared = compare_unassessed(installation, load.unassessed, now=now, run=run)
        with watch.stage("vault"):
            expire_tokens(installation, today=load.today)
            installation.vault.compact()
            installation.references.compact()
        return Ingested(tuple(reports), linked, compared, installation.policy.is_open, files.passed_over)
