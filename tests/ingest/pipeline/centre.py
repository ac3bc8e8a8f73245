"""An installation in one line, for stories of review: rows in, words said, and what the graph knows after each."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from graph.geography import load_municipalities
from graph.model import Reappearance, Verdict
from graph.store.database import Database
from graph.store.digest import graph_digest
from graph.store.findings import read_findings
from graph.store.persons import person_of
from ingest.linkage.tokens import Tokeniser
from ingest.pipeline.installation import Installation, open_installation
from ingest.pipeline.link import Linked, link_all_again, link_unlinked
from ingest.pipeline.load import Load, load_file
from ingest.pipeline.review import By, Spoken, say, undo
from ingest.policy import Policy
from ingest.pseudonyms import encounter_id
from ingest.sealing.columns import CentreColumns
from tests.factories import KEYS

HEADER = (
    "source_id,record_id,reporter_type,observed_on,municipality,given_name,family_name,birth_date,phones,status,"
    "legal_basis,purpose,regime"
)
TOWNS = ("GM0599", "GM0502", "GM0344", "GM0363")


def row(record: str, name: str, born: str = "1999-04-12", phone: str = "", *, status: str = "Possible") -> str:
    """One met on a day and in a town that follow from the record's number; ``name`` is given and family name."""
    given, _, family = name.partition(" ")
    number = int("".join(c for c in record if c.isdigit()) or 0)
    day, town = date(2024, 1, 1) + timedelta(days=number), TOWNS[number % 4]
    source = "police" if record.startswith("P") else "team"
    kind = "police" if source == "police" else "municipality"
    return f"{source},{record},{kind},{day},{town},{given},{family},{born},{phone},{status}VictimOfTrafficking,b,p,AVG"


def ref(record: str) -> str:
    """Encounter id of a record."""
    return encounter_id(KEYS, "police" if record.startswith("P") else "team", record)


@dataclass
class Centre:
    """One installation over an empty database."""

    installation: Installation
    folder: Path
    files: int = 0
    clock: datetime = field(default=datetime(2024, 9, 1, tzinfo=UTC))

    def tick(self) -> datetime:
        self.clock += timedelta(minutes=1)
        return self.clock

    def load(self, rows: Iterable[str]) -> None:
        self.files += 1
        path = self.folder / f"{self.files}.csv"
        path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
        now = self.tick()
        load = Load(
            self.installation, Tokeniser(KEYS), CentreColumns(KEYS.centre_stage), now, now.date(), lambda _rows: None
        )
        report = load_file(path, load)
        assert not report.rejected, report.rejected_by_reason

    def link(self, *, again: bool = False) -> Linked:
        work = link_all_again if again else link_unlinked
        now = self.tick()
        return work(self.installation, now=now, run=f"link-{now:%H%M}", on_step=lambda _done, _all: None)

    def ingest(self, *rows: str) -> str:
        self.load(rows)
        self.link()
        return self.digest()

    def say(self, one: str, other: str, verdict: Verdict, by: str = "anna") -> Spoken:
        now = self.tick()
        return say(
            self.installation, (ref(one), ref(other)), verdict, By(by, "looked twice"), now=now, run=f"{now:%H%M}"
        )

    def undo(self, which: str = "last", by: str = "anna") -> Spoken:
        now = self.tick()
        return undo(self.installation, which, By(by, "mistaken"), now=now, run=f"{now:%H%M}")

    def digest(self) -> str:
        return graph_digest(self.installation.db)

    def persons(self, *records: str) -> list[int]:
        """Number of each record's person, in the order they are first named."""
        found = person_of(self.installation.db, map(ref, records))
        numbers: dict[str, int] = {}
        return [numbers.setdefault(found[ref(r)], len(numbers)) for r in records]

    def reappearances(self) -> list[Reappearance]:
        return read_findings(self.installation.db, Reappearance)


def open_centre(db: Database, folder: Path) -> Centre:
    """A centre whose vault and references lie in a folder."""
    folder.mkdir(exist_ok=True)
    installation = open_installation(
        db,
        KEYS,
        Policy(),
        load_municipalities(),
        vault=folder / "vault",
        references=folder / "references",
        rejections=folder / "rejections.jsonl",
    )
    return Centre(installation, folder)
