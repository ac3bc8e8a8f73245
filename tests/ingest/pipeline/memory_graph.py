"""A graph in memory that answers what resolving persons asks of the store, for laws over many random histories."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from graph.columns import day_number
from graph.store.database import Row, Statement
from graph.store.persons import MEMBER


class MemoryGraph:
    """Encounters, judgements and reappearances as dictionaries; every write is all or nothing, as in an engine."""

    def __init__(self) -> None:
        self.encounters: dict[str, Row] = {}
        self.judgements: dict[str, Row] = {}
        self.findings: dict[str, Row] = {}
        self.persons: dict[str, Row] = {}
        self.changes: dict[str, Row] = {}
        self.alerts: set[str] = set()

    def meet(self, name: str, town: str, when: datetime) -> None:
        """Store an encounter that waits to be linked."""
        day = day_number(date(when.year, when.month, when.day))
        self.encounters[name] = {
            "id": name, "person_id": None, "municipality": town, "source_id": "r", "seen_from": int(when.timestamp()),
            "seen_until": int(when.timestamp()) + 86_400, "first_day": day, "last_day": day,
            "status": "PossibleVictimOfTrafficking", "channel": "",
            "sex": "", "reporter_type": "municipality", "reliability": "",
        }  # fmt: skip

    def read(self, query: str, **asked: Any) -> list[Row]:
        match query:
            case "encounters_by_id":
                return [self.encounters[i] for i in asked["ids"] if i in self.encounters]
            case "encounters_of_persons":
                of = [e for e in self.encounters.values() if e["person_id"] in asked["person_ids"]]
                return [{"members": [[e[name] for name in MEMBER] for e in of]}]
            case "judgements_of_left" | "judgements_of_right":
                side = query.rsplit("_", 1)[1]
                wanted = set(asked["ids"])
                return [j for j in self.judgements.values() if j[side] in wanted and j["withdrawn_at"] is None]
            case "reappearances_of_persons":
                return [
                    f for f in self.current_findings() if json.loads(f["content"])["person_id"] in asked["person_ids"]
                ]
            case "persons_known":
                return [{"id": i} for i in asked["ids"] if i in self.persons]
            case "findings_standing":
                return [f for f in self.current_findings() if f["id"] in asked["ids"]]
        raise AssertionError(query)

    def write_all(self, statements: Sequence[Statement]) -> None:
        for query, asked in statements:
            self._write(query, asked)

    def _write(self, query: str, asked: Any) -> None:  # noqa: C901, PLR0912 - a table of queries
        rows = asked.get("rows", [])
        match query:
            case "persons_write":
                self.persons |= {r["id"]: r for r in rows}
            case "of_create":
                for r in rows:
                    self.encounters[r["id"]]["person_id"] = r["person_id"]
            case "persons_delete_empty":
                held = {e["person_id"] for e in self.encounters.values()}
                for person in set(asked["ids"]) - held:
                    self.persons.pop(person, None)
            case "judgements_write":
                self.judgements |= {r["id"]: dict(r) for r in rows}
            case "judgements_withdraw":
                for r in rows:
                    self.judgements[r["id"]]["withdrawn_at"] = asked["now"]
            case "findings_write":
                self.findings |= {r["id"]: dict(r) for r in rows}
            case "findings_withdraw":
                for i in asked["ids"]:
                    self.findings[i]["withdrawn_at"] = asked["now"]
            case "changes_write":
                self.changes |= {r["id"]: r for r in rows}
            case "alerts_write":
                self.alerts |= {r["id"] for r in rows}
            case _:
                assert query in {
                    "of_delete", "findings_reset", "rests_on", "concerns_person", "concerns_municipality",
                    "merge_municipality",
                }  # fmt: skip

    def current_findings(self) -> list[Row]:
        return [f for f in self.findings.values() if f["withdrawn_at"] is None]

    def person_of(self) -> dict[str, str]:
        return {i: e["person_id"] for i, e in self.encounters.items() if e["person_id"]}

    def knows(self) -> tuple[object, ...]:
        """What the digest covers: persons as sets, their weakest cut, and what is found of them."""
        groups: dict[str, set[str]] = {}
        for encounter, person in self.person_of().items():
            groups.setdefault(person, set()).add(encounter)
        cuts = {frozenset(some): self.persons[p]["weakest_cut"] for p, some in groups.items()}
        found = []
        for f in self.current_findings():
            said = json.loads(f["content"])
            found.append(json.dumps({k: v for k, v in said.items() if k not in {"id", "version", "person_id"}}))
        return frozenset(cuts.items()), tuple(sorted(found)), frozenset(self.persons) == frozenset(groups)
