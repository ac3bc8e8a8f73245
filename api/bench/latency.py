"""From the ingest of the encounter that decides to the stored alert: for a reappearance, and for a flagged rotation."""

import csv
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from api.bench.beside import beside
from api.bench.process import Ran, waterbed
from api.bench.receipt import receipts
from api.bench.region import fresh_home
from api.bench.table import Table
from api.home import Home
from graph.embedded import stop
from ingest.simulation import scoring, simulate

AT_MOST_S = 10.0
REAPPEARANCES, GROUPS = 5, 3
"""Persons who will reappear, and planted groups that are tried until one is flagged."""

LEAST_EARLIER = 3
"""Encounters in one town before a person reappears."""
LINKED_BY = ("given_name", "family_name", "birth_date", "document_number")
"""What the last record of such a person says: without all of these a link may need a reviewer, and rightly tells nobody."""

Record = dict[str, str]
SIGNAL = frozenset({"PossibleVictimOfTrafficking", "ActualVictimOfTrafficking"})


@dataclass(frozen=True, slots=True)
class Held:
    """Records that are kept back: the last of some persons who then reappear, and later halves of some groups' ways."""

    reappearing: Sequence[Record]
    carried: Sequence[Sequence[Record]]

    def keys(self) -> frozenset[str]:
        """Record keys of them all."""
        return frozenset(map(_key, [*self.reappearing, *(r for own in self.carried for r in own)]))


def latency(*, seed: int, encounters: int, uploads: int) -> Sequence[Table]:
    """Tables: seconds until the alert is stored or received, and beside receivers that hang.

    Parameters
    ----------
    seed, encounters
        Of the region that is stored before.
    uploads
        How many persons reappear by an upload.

    Raises
    ------
    RuntimeError
        When a command fails.
    """
    with fresh_home() as (folder, home):
        files, one = folder / "files", folder / "one.csv"
        simulate(files, seed=seed, encounters=encounters)
        held = kept_back(files)
        waterbed(home, ["ingest", str(files)])
        full = waterbed(home, ["analyse"])
        rows = [_reappeared(home, one, record) for record in held.reappearing]
        rows.append(_flagged(home, one, held.carried))
        rows += receipts(home, folder=folder, uploads=uploads, seed=seed)
        others = beside(home, folder=folder, seed=seed)
    rows.append({"what": "for comparison: a full run", "seconds": full.seconds})
    settings = (
        f"A region of about {encounters:,} encounters, seed {seed}, stored and analysed before; own linkage, embedded "
        "engine. Commands as shipped, their start included."
    )
    return [_table(rows, settings), others]


def latency_of(home: Path, *, seed: int, uploads: int) -> Sequence[Table]:
    """Tables of what can be measured on a copy of a filled home: upload to receipt, and beside receivers that hang.

    Parameters
    ----------
    home
        The home; its engine is stopped.
    seed
        Of the persons who are uploaded.
    uploads
        How many persons reappear.

    Raises
    ------
    RuntimeError
        When a command fails.
    """
    stop(Home(home).graph)
    with tempfile.TemporaryDirectory(prefix="waterbed-bench-") as name:
        folder = Path(name)
        copy = folder / "home"
        shutil.copytree(home, copy)
        try:
            rows = receipts(copy, folder=folder, uploads=uploads, seed=seed)
            others = beside(copy, folder=folder, seed=seed)
        finally:
            stop(Home(copy).graph)
    return [_table(rows, "A copy of a home that was filled before; embedded engine."), others]


def _table(rows: Sequence[Mapping[str, object]], settings: str) -> Table:
    return Table(
        "From an encounter to its alert",
        ("what", "alerts", "seconds", "ingest s", "analyse s", "target", "met"),
        rows,
        settings,
        "Reappearance: `waterbed ingest` of a file of one encounter, until it ends; the alert is written with the "
        "finding. Upload to receipt: a file of one encounter to a running `waterbed serve`, from the first byte sent until "
        "a receiver over TLS on this machine has the signed message; the first upload finds nothing loaded yet. Flagged "
        "rotation: the later half of a planted group's way comes one encounter at a time, each followed by "
        "`waterbed analyse --since last`; the seconds are those of the one that raised the alert.",
    )


def kept_back(files: Path) -> Held:
    """Take records out of a region's files, and return them."""
    truth = scoring.read_truth(files)
    by_person: dict[str, list[Record]] = defaultdict(list)
    for record in _records(files):
        if person := truth.person_of.get(_key(record)):
            by_person[person].append(record)
    for own in by_person.values():
        own.sort(key=lambda r: (r["observed_on"], _key(r)))
    again = [own[-1] for person, own in sorted(by_person.items()) if _reappears(own)]
    shared = (g for g in truth.planted["rotations"] if g["shared"])
    met = sorted(shared, key=lambda g: (-sum(len(by_person[m]) for m in g["members"]), g["id"]))
    ways = [
        sorted((r for m in g["members"] for r in by_person[m]), key=lambda r: (r["observed_on"], _key(r)))
        for g in met[:GROUPS]
    ]
    step = max(1, len(again) // REAPPEARANCES)
    held = Held(again[::step][:REAPPEARANCES], [way[len(way) // 2 :] for way in ways])
    _take_out(files, held.keys())
    return held


def _reappears(own: Sequence[Record]) -> bool:
    """Whether the last of a person's records is in a town of its own, after enough in one other, all to be stored."""
    *before, last = own
    towns = {r["municipality"] for r in before}
    storable = all(r["status"] in SIGNAL and r["consent_status"] != "refused" and r["family_name"] for r in own)
    says_who = all(last[cell] for cell in LINKED_BY)
    return (
        says_who and len(before) >= LEAST_EARLIER and len(towns) == 1 and last["municipality"] not in towns and storable
    )


def _reappeared(home: Path, one: Path, record: Record) -> dict[str, object]:
    before = _alerts(home, "reappearance")
    ran = _ingested(home, one, record)
    alerts = _alerts(home, "reappearance") - before
    return {
        "what": "reappearance",
        "alerts": len(alerts),
        "seconds": ran.seconds,
        "ingest s": ran.seconds,
        "target": f"<= {AT_MOST_S:g} s",
        "met": bool(alerts) and ran.seconds <= AT_MOST_S,
    }


def _flagged(home: Path, one: Path, carried: Sequence[Sequence[Record]]) -> dict[str, object]:
    before = _alerts(home, "rotation")
    for record in (r for own in carried for r in own):
        ran = _ingested(home, one, record)
        analysed = waterbed(home, ["analyse", "--since", "last"])
        if alerts := _alerts(home, "rotation") - before:
            seconds = ran.seconds + analysed.seconds
            return {"what": "flagged rotation", "alerts": len(alerts), "seconds": seconds, "ingest s": ran.seconds,
                    "analyse s": analysed.seconds}  # fmt: skip
    return {"what": "flagged rotation", "alerts": 0}


def _ingested(home: Path, one: Path, record: Record) -> Ran:
    _write(one, [record])
    return waterbed(home, ["ingest", str(one)])


def _alerts(home: Path, kind: str) -> frozenset[str]:
    lines = (line.split() for line in waterbed(home, ["alerts", "list"]).stdout.splitlines())
    return frozenset(words[-1] for words in lines if words[2] == kind)


def _key(record: Mapping[str, str]) -> str:
    return f"{record['source_id']}/{record['record_id']}"


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*_20*.csv"))


def _records(folder: Path) -> Iterator[Record]:
    for path in _files(folder):
        with path.open(encoding="utf-8", newline="") as stream:
            yield from csv.DictReader(stream)


def _take_out(folder: Path, keys: frozenset[str]) -> None:
    for path in _files(folder):
        with path.open(encoding="utf-8", newline="") as stream:
            kept = [r for r in csv.DictReader(stream) if _key(r) not in keys]
        _write(path, kept)


def _write(path: Path, records: Sequence[Record]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(records[0]))
        writer.writeheader()
        writer.writerows(records)
