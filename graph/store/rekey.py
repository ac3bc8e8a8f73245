"""Raising every token in the graph to a newer version, wherever it stands, without knowing what it is a token of.

Tokens say their version, so a node is done when it holds none of an older one: what was interrupted goes on where it
was, and a token that is not raised yet equals none that is. Persons, findings and alerts keep their ids; what is
derived from encounter ids, the order of a judgement's pair and of a finding's encounters, follows them.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from graph.model import Judgement
from graph.parts import parts
from graph.store.database import Database, Row
from graph.store.findings import KINDS
from graph.store.judgements import judgement_rows
from graph.store.rows import from_text, to_text

BATCH_NODES = 1_000
OnStep = Callable[[int, int], None]
"""Told how many nodes of how many are looked at."""

JudgementId = Callable[[str, str, str], str]
"""Gives the id of a judgement from its left and right encounter and who judged."""


class Raise(Protocol):
    """What tells and raises tokens of older versions."""

    def holds_older(self, text: str) -> bool:
        """Whether a token of an older version stands in a text."""

    def all_raised(self, text: str) -> str:
        """Text with every token of an older version raised."""


def rekey(db: Database, stage: Raise, *, judgement_id: JudgementId, on_step: OnStep) -> None:
    """Raise every token in the graph, some nodes in a transaction.

    Parameters
    ----------
    db
        The graph; nothing else may write into it meanwhile.
    stage
        Raises tokens.
    judgement_id
        How ids of judgements are made: one made so is made anew from the new encounter ids.
    on_step
        Told before each transaction; raising in it stops between two.
    """
    labels: dict[str, list[str]] = {}
    for row in db.read("rekey_nodes"):
        labels.setdefault(row["label"], []).append(row["node"])
    total, done = sum(len(nodes) for nodes in labels.values()), 0
    for label, nodes in sorted((label, sorted(nodes)) for label, nodes in labels.items()):
        for some in parts(nodes, BATCH_NODES):
            on_step(done, total)
            read = db.read("rekey_read", nodes=some)
            rows = [{"node": r["node"], "changed": _raised(label, r["properties"], stage, judgement_id)} for r in read]
            rows = [row for row in rows if row["changed"]]
            if rows:
                db.write("rekey_write", rows=rows)
            done += len(some)
    on_step(total, total)


def _raised(label: str, properties: Row, stage: Raise, judgement_id: JudgementId) -> Row:
    """Properties that hold an older token, with newer ones."""
    changed = {name: _text(value, stage) for name, value in properties.items() if _is_older(value, stage)}
    content = changed.get("content")
    if content is None:
        return changed
    if label == "Judgement":
        return changed | _judgement(from_text(Judgement, properties["content"]), content, judgement_id)
    if label == "Finding":
        kind: Any = KINDS[properties["kind"]]
        finding = from_text(kind, content)
        changed["content"] = to_text(replace(finding, encounters=tuple(sorted(finding.encounters))))
    return changed


def _judgement(before: Judgement, content: str, judgement_id: JudgementId) -> Row:
    after = from_text(Judgement, content)
    after = replace(after, left=min(after.left, after.right), right=max(after.left, after.right))
    if before.id == judgement_id(before.left, before.right, before.by):
        after = replace(after, id=judgement_id(after.left, after.right, after.by))
    (row,) = judgement_rows([after])
    return {name: row[name] for name in ("id", "left", "right", "content")}


def _is_older(value: Any, stage: Raise) -> bool:
    if isinstance(value, str):
        return stage.holds_older(value)
    return isinstance(value, list) and any(isinstance(v, str) and stage.holds_older(v) for v in value)


def _text(value: Any, stage: Raise) -> Any:
    return [stage.all_raised(v) for v in value] if isinstance(value, list) else stage.all_raised(value)
