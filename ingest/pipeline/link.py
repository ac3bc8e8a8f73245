"""From unlinked encounters to persons, reappearances and alerts.

New records are compared with each other and with those stored; the persons they touch are resolved anew from all
judgements that stand; and each person is written together with the reappearance found and the alert to both sides. An
encounter waits for this step as ``linked: false`` in the graph, so that a crash only makes it wait for the next run.

Every pair with a waiting encounter is judged here, so a model's judgement on such a pair that isn't among them (an
earlier version of the record, or of the model) is taken back. A reviewer's word stays, with one exception: ``same``,
said of a record that has changed since, holds only while the record agrees as well as the reviewer saw it agree.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from graph.model import Judgement, Verdict, Withdrawal
from graph.person_changes import Because
from graph.store.encounters import unlinked, wait_again, wait_for
from graph.store.persons import person_of
from graph.store.reviewing import review_records
from ingest.linkage.judge import judge
from ingest.linkage.predict import predict_pairs
from ingest.linkage.shared import reclassified
from ingest.linkage.waterfall import score_pairs
from ingest.pipeline.installation import Installation
from ingest.pipeline.resolve import Said, TakenBack, resolve

OnStep = Callable[[int, int], None]
"""Told how many encounters of how many are linked."""

LINKING = Because("new or changed records")
SLACK = 1e-6
"""Difference of match weights that is no difference: sums of the same terms in another order."""


@dataclass(frozen=True, slots=True)
class Linked:
    """What a run of linking did."""

    encounters: int = 0
    persons: int = 0
    judgements: int = 0
    waiting_for_review: int = 0
    reappearances: int = 0
    alerts: int = 0


def link_all_again(installation: Installation, *, now: datetime, run: str, on_step: OnStep) -> Linked:
    """Judge every pair anew with the current model; reviewers' words and the sources' answers stay, and beat it.

    Safe to interrupt: what wasn't linked yet waits. Parameters as :func:`link_unlinked` takes them.
    """
    wait_again(installation.db)
    return link_unlinked(installation, now=now, run=run, on_step=on_step)


def link_unlinked(installation: Installation, *, now: datetime, run: str, on_step: OnStep) -> Linked:
    """Link every encounter that waits for it.

    Parameters
    ----------
    installation
        The home.
    now
        Time of the judgements, findings and alerts (UTC).
    run
        Id under which findings are written.
    on_step
        Told of the progress.
    """
    waiting = unlinked(installation.db)
    if not waiting:
        return Linked()
    fresh = len(waiting)
    tokens = installation.vault.read()
    new, stored = _split(tokens, waiting)
    again = reclassified(stored, new)
    if again:
        # Made to wait in the graph before anything is written, so that a crash forgets none of them.
        wait_for(installation.db, again)
        waiting = sorted({*waiting, *again})
        new, stored = _split(tokens, waiting)
    judged = _judged(installation, new, stored, waiting, now)
    done = 0

    def advance(encounters: int) -> None:
        nonlocal done
        done += encounters
        on_step(done, len(waiting))

    doubts = _Doubts(installation, tokens, frozenset(waiting), {j.pair: j for j in judged})
    said = Said(frozenset(waiting), judged, doubt=lambda on_record: list(doubts.taken_back(on_record)))
    resolved = resolve(
        installation.db, said, because=LINKING, now=now, run=run, routes=installation.routes, on_step=advance
    )
    return Linked(
        encounters=fresh,
        persons=resolved.persons,
        judgements=len(judged),
        waiting_for_review=sum(j.verdict is Verdict.UNSURE for j in judged),
        reappearances=resolved.reappearances,
        alerts=resolved.alerts,
    )


def _split(tokens: pa.Table, encounters: Collection[str]) -> tuple[pa.Table, pa.Table]:
    """Rows of these encounters, and the rest; all rows as they are where there is no rest, as they can be gigabytes."""
    is_of_them = pc.is_in(tokens["encounter"], value_set=pa.array(sorted(encounters), pa.string()))
    if pc.all(is_of_them).as_py():
        return tokens, tokens.slice(0, 0)
    return tokens.filter(is_of_them), tokens.filter(pc.invert(is_of_them))


def _judged(
    installation: Installation, new: pa.Table, stored: pa.Table, waiting: Sequence[str], now: datetime
) -> list[Judgement]:
    """Judgements of the model on pairs with at least one waiting encounter, both sides known to the graph."""
    model = installation.model
    judged = list(judge(predict_pairs(new, stored, model=model), at=now, by=model.version))
    others = {i for j in judged for i in (j.left, j.right)} - set(waiting)
    known = person_of(installation.db, others).keys() | set(waiting)
    return [j for j in judged if j.left in known and j.right in known]


@dataclass(frozen=True, slots=True)
class _Doubts:
    """Which judgements on record hold no longer, now that these encounters are linked."""

    installation: Installation
    tokens: pa.Table
    waiting: frozenset[str]
    judged: Mapping[tuple[str, str], Judgement]

    def taken_back(self, on_record: Sequence[Judgement]) -> Iterator[TakenBack]:
        version = self.installation.model.version
        touched = [j for j in on_record if j.left in self.waiting or j.right in self.waiting]
        can_be_judged = self._have_tokens({i for j in touched for i in j.pair})
        for j in touched:
            if j.is_of_model and set(j.pair) <= can_be_judged:
                why = "the record changed" if j.by == version else f"judged anew by {version}"
                yield j, Withdrawal(j.id, version, why)
        words = [j for j in touched if not j.is_of_model and j.verdict is Verdict.SAME and not j.confirmed]
        for j in self._weaker(words):
            why = "the record changed, and agrees less than when this was said: look again"
            yield j, Withdrawal(j.id, version, why)

    def _have_tokens(self, encounters: set[str]) -> set[str]:
        """Encounters that can be compared: of those whose tokens' term is over, what was judged stays."""
        there, _ = _split(self.tokens.select(["encounter"]), encounters)
        return set(there["encounter"].to_pylist())

    def _weaker(self, words: Sequence[Judgement]) -> Iterator[Judgement]:
        """Words said of other contents, which the contents of now bear out less well."""
        if not words:
            return
        records = review_records(self.installation.db, {i for j in words for i in j.pair})
        changed = [
            j for j in words if j.saw != tuple(records[i].content_digest if i in records else "" for i in j.pair)
        ]
        unscored = [j.pair for j in changed if j.pair not in self.judged]
        weights = {pair: self.judged[pair].match_weight for pair in {j.pair for j in changed} & self.judged.keys()}
        weights |= {w.pair: w.match_weight for w in score_pairs(self.tokens, unscored, model=self.installation.model)}
        for j in changed:
            is_alike = j.pair in self.judged and self.judged[j.pair].evidence == j.evidence
            if not is_alike and weights.get(j.pair, float("-inf")) < j.match_weight - SLACK:
                yield j
