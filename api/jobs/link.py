"""Linking by itself: what waits, or everything again with the current model."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from api.home import Home
from api.jobs.opened import only_writer, opened_installation
from graph.store.judgements import models_in_use
from ingest.pipeline.link import Linked, link_all_again, link_unlinked


@dataclass(frozen=True, slots=True)
class LinkedHome:
    """What linking did, and the other versions of the model whose judgements still stand."""

    linked: Linked
    other_models: tuple[str, ...]


def link_home(home: Home, *, again: bool, now: datetime, on_step: Callable[[int, int], None]) -> LinkedHome:
    """Link what waits in a home; ``again``: judge every pair anew."""
    with only_writer(home), opened_installation(home) as installation:
        work = link_all_again if again else link_unlinked
        linked = work(installation, now=now, run=f"link-{now:%Y%m%dT%H%M%S}", on_step=on_step)
        others = tuple(m for m in models_in_use(installation.db) if m != installation.model.version)
        return LinkedHome(linked, others)
