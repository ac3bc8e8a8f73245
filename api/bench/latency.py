"""From the ingest of the encounter that decides to the stored alert: for a reappearance, and for a flagged rotation."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from api.bench.process import Ran, waterbed
from api.bench.receipt import received
from api.bench.region import fresh_home
from api.bench.table import Table
from ingest.simulation import scoring, simulate

AT_MOST_S = 10.0
REAPPEARANCES, GROUPS = 5, 3
"""Persons who will reappear, and planted groups that are tried until one is flagged."""

UPLOADED = 2
"""Of those persons, how many are uploaded to the service as it is served."""

LEAST_EARLIER = 3
"""Encounters in one town before a person reappears: who is met so often is linked."""

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


def latency(*, seed: int, encounters: int) -> Table:
    """Table of seconds from starting the ingest of one encounter until the alert that it decides is stored.

    Parameters
    ----------
    seed, encounters
        Of the region that is stored before.

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
        rows = [_reappeared(home, one, record) for record in held.reappearing[UPLOADED:]]
        rows += received(home, held.reappearing[:UPLOADED], folder=folder)
        rows.append(_flagged(home, one, held.carried))
    rows.append({"what": "for comparison: a full run", "seconds": full.seconds})
    return Table(
        "From an encounter to its alert",
        ("what", "alerts", "seconds", "ingest s", "analyse s", "target", "met"),
        rows,
        f"A region of about {encounters:,} encounters, seed {seed}, stored and analysed before; own linkage, embedded "
        "engine. Commands as shipped, their start included.",
        "Reappearance: `waterbed ingest` of a file of one encounter, until it ends; the alert is written with the "
        "finding. Upload to receipt: the same to a running `waterbed serve`, from the first byte sent until a receiver "
        "over TLS on this machine has the signed message; the first upload finds nothing loaded yet. Flagged rotation: the later half of a planted group's way comes one encounter at a time, each "
        "followed by `waterbed analyse --since last`; the seconds are those of the one that raised the alert.",
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
    return len(before) >= LEAST_EARLIER and len(towns) == 1 and last["municipality"] not in towns and storable


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
