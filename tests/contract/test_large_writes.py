"""What is written together may be larger than an engine takes in one message, and is still written together."""

from dataclasses import replace

from graph.store.database import Database
from graph.store.derived import counts
from tests.contract.stored import judged, link, store
from tests.factories import encounter

JUDGEMENTS, REASON = 4_500, "near-alike " * 400


def test_one_group_of_near_alikes_has_more_judgements_than_fit_a_message(db: Database) -> None:
    store(db, encounter("a"), encounter("b"))
    one = replace(judged("a", "b"), reason=REASON)
    link(db, {"p": ["a", "b"]}, judgements=[replace(one, id=f"j{i}") for i in range(JUDGEMENTS)])
    assert counts(db)["Judgement"] == JUDGEMENTS
