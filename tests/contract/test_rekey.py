"""Tokens in the graph are raised wherever they stand, and whatever ended the run before, on both engines."""

import json
from dataclasses import replace

import pytest

from graph.model import Encounter, Identifier, IdentifierKind, Judgement, Reappearance, Verdict
from graph.reappearance import finding_id
from graph.store import rekey as rekeying
from graph.store.database import Database
from graph.store.derived import dump
from graph.store.digest import graph_digest
from graph.store.encounters import Records, write_records
from graph.store.findings import read_findings
from graph.store.judgements import read_judgements
from graph.store.persons import person_of
from graph.store.rekey import rekey
from graph.store.schema import claim
from ingest.linkage.judge import judgement_id
from ingest.stages import CentreStage, RegionStage
from tests.contract.stored import NOW, link, reappearance, tally
from tests.factories import encounter

LAYERS = [bytes((i * 31 + j * 7) % 256 for j in range(32)) for i in (1, 2)]
BEFORE, AFTER = CentreStage(LAYERS[:1]), CentreStage(LAYERS)
REGION = RegionStage(bytes(range(9, 41)))
PERSONS = {f"p{i}": (f"a{i}", f"b{i}") for i in range(4)}


def filled(db: Database, stage: CentreStage) -> None:
    """Fill a graph with a few persons met twice, under the tokens of a stage."""

    def token(value: str) -> str:
        return stage.token(REGION.base("any", value))

    def met(name: str, town: str) -> Encounter:
        digest = token(f"content {name}")
        return encounter(
            token(name), town=town, premises_id=token("premises"), operation_id=token("raid"), content_digest=digest,
            batch_id=token("batch"), identifiers=(Identifier(IdentifierKind.PHONE, token("phone")),),
        )  # fmt: skip

    claim(db, token("fingerprint"))
    rows = [met(name, town) for pair in PERSONS.values() for name, town in zip(pair, ("GM0599", "GM0502"), strict=True)]
    tallied = replace(tally(token("t")), content_digest=token("tally"), batch_id=token("batch"))
    write_records(
        db,
        Records(
            new=[(e, (token("earlier"), e.content_digest)) for e in rows], tallies=[(tallied, (token("tally"),), 1)]
        ),
        now=NOW,
    )
    for person, pair in PERSONS.items():
        ids = sorted(token(name) for name in pair)
        judgements = [_judged(*ids, by="model-1"), replace(_judged(*ids, by="model-2"), id=f"own-{person}")]
        findings = [
            replace(
                reappearance(*ids, name=finding_id("rea", (token(pair[1]),)), person=person),
                deciding_encounter=token(pair[1]),
            )
        ]
        link(db, {person: ids}, judgements=judgements, findings=findings)


def _judged(one: str, other: str, *, by: str) -> Judgement:
    return Judgement(judgement_id(one, other, by), one, other, Verdict.SAME, 0.995, 20.0, by, NOW, "")


def raised(db: Database, *, end_at: int | None = None) -> int:
    steps = 0

    def step(_done: int, _total: int) -> None:
        nonlocal steps
        steps += 1
        if steps == end_at:
            raise KeyboardInterrupt

    rekey(db, AFTER, judgement_id=judgement_id, on_step=step)
    return steps


def test_the_graph_says_what_one_filled_with_the_new_keys_says(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(db, AFTER)
    wanted, judged = graph_digest(db), read_judgements(db)
    wanted_persons = sorted(j.id for j in judged)
    _empty(db)
    filled(db, BEFORE)
    assert graph_digest(db) != wanted
    findings = [f.id for f in read_findings(db, Reappearance)]
    monkeypatch.setattr(rekeying, "BATCH_NODES", 3)
    steps = raised(db)
    assert graph_digest(db) == wanted
    assert sorted(j.id for j in read_judgements(db)) == wanted_persons
    assert [f.id for f in read_findings(db, Reappearance)] == findings
    for person, pair in PERSONS.items():
        ids = [AFTER.token(REGION.base("any", name)) for name in pair]
        assert person_of(db, ids) == dict.fromkeys(ids, person)
    assert steps > 5
    _empty(db)
    filled(db, BEFORE)
    for end_at in range(1, steps + 1):
        with pytest.raises(KeyboardInterrupt):
            raised(db, end_at=end_at)
    raised(db)
    assert graph_digest(db) == wanted
    assert not [n for n in dump(db) if '"1-' in json.dumps(n, default=str) or ":1-" in json.dumps(n, default=str)]


def _empty(db: Database) -> None:
    while db.write("wipe")[0]["n"]:
        pass
