"""One line of the audit log.

A line is JSON. Its ``hash`` is an HMAC-SHA-256, under a key of the home, over everything else in the line, the hash of
the line before included: a line can't be changed, moved or slipped in without the key. What a chain alone can't show,
lines cut off its end, a checkpoint (:mod:`api.audit.checkpoint`) shows.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

GENESIS: Final = "0" * 64
"""What the first line has for the hash of the line before it."""

_LINE_DOMAIN = b"audit line\x1f"


@dataclass(frozen=True, slots=True)
class Processing:
    """What Logboek Dataverwerkingen and BIO2 8.15 ask beside who, what, when and where.

    ``activity`` names the processing activity of the register (``dpl.core.processing_activity_id``), ``trace_id`` and
    ``span_id`` the request (W3C Trace Context), ``data_subjects`` keyed digests of the pseudonyms of whom it was about
    (``dpl.core.data_subject_id``), ``role`` and ``case`` in what capacity and why, ``address`` where the request came
    from, ``result`` what became of it (``ok``, ``refused``).
    """

    activity: str
    trace_id: str
    span_id: str
    role: str
    case: str
    address: str
    result: str = "ok"
    data_subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """What is about to be done with data on persons.

    ``action`` is a verb (``export``), ``subject`` the kind of thing read (``links``), ``count`` how many of them leave.
    ``parameters`` say how it was asked for; a person's pseudonym never stands in them. ``processing`` is there for what
    went over the API.
    """

    action: str
    subject: str
    purpose: str
    count: int
    parameters: Mapping[str, str | int | bool]
    processing: Processing | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: an act, by whom (account and machine) and when (UTC), and its place in the chain. ``seq`` counts from 1."""

    seq: int
    at: datetime
    actor: str
    host: str
    act: Act
    previous: str
    hash: str


def sealed_entry(key: bytes, *, seq: int, at: datetime, actor: str, host: str, act: Act, previous: str) -> Entry:
    """Line with its hash."""
    unsealed = Entry(seq, at, actor, host, act, previous, "")
    return Entry(seq, at, actor, host, act, previous, _mac(key, _LINE_DOMAIN, _said(unsealed)))


def entry_line(entry: Entry) -> bytes:
    """Line as bytes, its end included."""
    return json.dumps({**_said(entry), "hash": entry.hash}).encode() + b"\n"


def parsed_entry(line: bytes, key: bytes) -> Entry | None:
    """Line from its bytes; None where it isn't, byte for byte, what the holder of the key wrote."""
    try:
        said = json.loads(line)
        act = Act(
            said["action"], said["subject"], said["purpose"], said["count"], said["parameters"], _processing(said)
        )
        at = datetime.fromisoformat(said["at"])
        entry = Entry(said["seq"], at, said["actor"], said["host"], act, said["previous"], said["hash"])
        is_ours = isinstance(entry.seq, int) and entry_line(entry) == line
        return entry if is_ours and _is_mac(entry.hash, key, _LINE_DOMAIN, _said(entry)) else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _processing(said: Mapping[str, Any]) -> Processing | None:
    if "processing" not in said:
        return None
    return Processing(**{**said["processing"], "data_subjects": tuple(said["processing"]["data_subjects"])})


def _said(entry: Entry) -> dict[str, Any]:
    more = {} if entry.act.processing is None else {"processing": _plain(entry.act.processing)}
    return {
        "seq": entry.seq,
        "at": entry.at.isoformat(),
        "actor": entry.actor,
        "host": entry.host,
        "action": entry.act.action,
        "subject": entry.act.subject,
        "purpose": entry.act.purpose,
        "count": entry.act.count,
        "parameters": dict(entry.act.parameters),
        **more,
        "previous": entry.previous,
    }


def _plain(processing: Processing) -> dict[str, Any]:
    return {**asdict(processing), "data_subjects": list(processing.data_subjects)}


def _mac(key: bytes, domain: bytes, said: Mapping[str, Any]) -> str:
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
    return hmac.digest(key, domain + canonical, "sha256").hex()


def _is_mac(told: object, key: bytes, domain: bytes, said: Mapping[str, Any]) -> bool:
    return isinstance(told, str) and hmac.compare_digest(told.encode(), _mac(key, domain, said).encode())
