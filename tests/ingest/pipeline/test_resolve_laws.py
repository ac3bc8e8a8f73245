"""Random histories of linking, verdicts and undos: the graph is always what the whole log says, and undone is undone."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from graph.model import Judgement, Verdict, Withdrawal
from graph.person_changes import Because
from graph.persons import components
from graph.reappearance import find_reappearances
from graph.store.database import Database
from graph.store.persons import members_by_id
from graph.weakest_cut import weakest_cut
from ingest.pipeline.resolve import Said, resolve
from tests.ingest.pipeline.memory_graph import MemoryGraph

START = datetime(2024, 1, 1, tzinfo=UTC)
TOWNS = ("GM0599", "GM0502", "GM0344")
FIRST = tuple(f"e{i}" for i in range(7))
pairs = st.sampled_from(list(itertools.combinations(FIRST, 2)))
verdicts = st.sampled_from(list(Verdict))


class Histories(RuleBasedStateMachine):
    """A store in memory, and beside it the log from which all must follow."""

    def __init__(self) -> None:
        super().__init__()
        self.memory = MemoryGraph()
        self.graph = cast("Database", cast("Any", self.memory))
        self.log: dict[str, Judgement] = {}
        self.spoken: list[str] = []
        self.clock = START
        self.first: tuple[object, ...] | None = None

    def _link(self, names: list[str], judged: list[Judgement]) -> None:
        self.log |= {j.id: j for j in judged}
        self._resolve(Said(frozenset(names), judged))

    def _resolve(self, said: Said) -> None:
        self.clock += timedelta(minutes=1)
        resolve(self.graph, said, because=Because("test"), now=self.clock, run=f"run-{self.clock:%H%M}")

    @initialize(found=st.lists(st.tuples(pairs, st.floats(0.5, 0.9999)), max_size=9))
    def begin(self, found: list[tuple[tuple[str, str], float]]) -> None:
        for i, name in enumerate(FIRST):
            self.memory.meet(name, TOWNS[i % 3], START + timedelta(days=i))
        judged = {f"m-{a}-{b}": self._model(a, b, p) for (a, b), p in found}
        self._link(list(FIRST), list(judged.values()))
        self.first = self.memory.knows()

    @rule(pair=pairs, verdict=verdicts, by=st.sampled_from(["anna", "bert"]))
    def say(self, pair: tuple[str, str], verdict: Verdict, by: str) -> None:
        name = f"w{len(self.log):04d}"
        word = Judgement(name, *pair, verdict, 0.7, 1.2, by, self.clock, "why")
        self.log[name] = word
        self.spoken.append(name)
        self._resolve(Said(judgements=[word]))

    @precondition(lambda self: self.spoken)
    @rule(which=st.integers(0, 30))
    def undo(self, which: int) -> None:
        name = self.spoken.pop(which % len(self.spoken))
        word = self.log[name]
        self.log[name] = replace(word, withdrawn_at=self.clock)
        self._resolve(Said(taken_back=[(word, Withdrawal(name, "anna", "mistaken"))]))

    @rule()
    def undo_everything(self) -> None:
        while self.spoken:
            self.undo(0)
        assert self.memory.knows() == self.first

    @invariant()
    def persons_follow_from_the_whole_log(self) -> None:
        if self.first is None:
            return
        groups = components(self.log.values(), self.memory.encounters)
        held: dict[str, set[str]] = {}
        for encounter, person in self.memory.person_of().items():
            held.setdefault(person, set()).add(encounter)
        assert sorted(map(frozenset, held.values()), key=min) == groups
        assert set(self.memory.persons) == set(held)
        found = 0
        for person, some in held.items():
            cut = weakest_cut(person, frozenset(some), self.log.values())
            assert self.memory.persons[person]["weakest_cut"] == (cut.probability if cut else None)
            met = [m.met for m in members_by_id(self.graph, some)]
            found += len(find_reappearances(person, met, link_probability=1.0))
        assert len(self.memory.current_findings()) == found

    @staticmethod
    def _model(a: str, b: str, p: float) -> Judgement:
        verdict = Verdict.SAME if p >= 0.9 else Verdict.UNSURE
        return Judgement(f"m-{a}-{b}", a, b, verdict, p, 5.0, "model-1", START, "")


TestHistories = Histories.TestCase
TestHistories.settings = settings(derandomize=True, max_examples=60, stateful_step_count=15, deadline=None)


def test_who_is_tied_only_by_a_link_that_a_cut_overrules_is_resolved_too() -> None:
    memory = MemoryGraph()
    graph = cast("Database", cast("Any", memory))
    for name in "abcd":
        memory.meet(name, "GM0599", START)
    chain = [("a", "c", 0.9), ("b", "c", 0.95), ("b", "d", 0.99)]
    same = [Judgement(f"m-{x}{y}", x, y, Verdict.SAME, p, 5.0, "model-1", START, "") for x, y, p in chain]
    resolve(graph, Said(frozenset("abcd"), same), because=Because("test"), now=START, run="r0")
    apart = [Judgement(f"w-{x}{y}", x, y, Verdict.DIFFERENT, 0.5, 0.0, "anna", START, "why") for x, y in ("ab", "cd")]
    for i, word in enumerate(apart):
        resolve(graph, Said(judgements=[word]), because=Because("test"), now=START, run=f"r{i + 1}")
    assert len(set(memory.person_of().values())) == 3
    back = [(apart[0], Withdrawal("w-ab", "anna", "mistaken"))]
    resolve(graph, Said(taken_back=back), because=Because("undone"), now=START, run="r3")
    person = memory.person_of()
    assert person["a"] == person["c"] != person["b"] == person["d"]
