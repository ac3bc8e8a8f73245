"""Networks from question to answer: purpose, what is found, audit line, and only then the data."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import BinaryIO

from api.audit import Act, AuditLog, current_actor
from api.home import Home
from api.jobs.export import accepted_purpose
from api.jobs.opened import opened_graph
from api.jobs.references import references
from graph.errors import UsageError
from graph.geography import load_municipalities
from graph.model import Displacement, Reappearance, Relocation, Rotation
from graph.network import MAX_DEPTH, Network, NetworkRules, discover, finding_graph, node_of
from graph.relocation import chain_of
from graph.store.columns import read_columns
from graph.store.database import Database
from graph.store.findings import outdated_findings, read_findings
from graph.store.schema import claim
from ingest.keyring import Keyring, load_keyring
from ingest.policy_file import load_policy
from viz import network as drawn

FORMATS = ("text", "json", "graphml", "html")
NOTE = "A lead, not evidence: who shares a phone or a town may be a neighbour, a colleague or family."


@dataclass(frozen=True, slots=True)
class Asked:
    """Around whom or what (an id), how far (steps), in which of :data:`FORMATS`, and what for."""

    wanted: str
    depth: int
    file_format: str
    purpose: str | None
    with_references: bool = False


def network_around(home: Home, asked: Asked, out: BinaryIO, *, now: datetime) -> Network:
    """Write the network around a person, premises or identifier.

    Raises
    ------
    UsageError
        For an unknown id, format or depth, or a purpose that is missing or not among those of the policy.
    AuditError
        When the audit line can't be written: then nothing was.
    """
    if asked.file_format not in FORMATS:
        message = f"--format is one of {', '.join(FORMATS)}"
        raise UsageError(message)
    if not 1 <= asked.depth <= MAX_DEPTH:
        message = f"--depth is a number of steps from 1 to {MAX_DEPTH}"
        raise UsageError(message)
    purpose, keyring = accepted_purpose(load_policy(home.policy), asked.purpose), load_keyring(home.keys)
    with opened_graph(home) as db:
        claim(db, keyring.fingerprint())
        columns = read_columns(db)
    found = discover(columns, node_of(columns, asked.wanted), depth=asked.depth, rules=NetworkRules())
    refer = references(home, keyring) if asked.with_references else str
    data = _written(found, asked.file_format, refer)
    act = Act(
        action="read",
        subject="network",
        purpose=purpose,
        count=len(found.persons),
        parameters={
            "from": found.root.kind,
            "depth": asked.depth,
            "format": asked.file_format,
            "with_references": asked.with_references,
        },
    )
    _leave(home, keyring, act, data, out, now)
    return found


def export_network(
    home: Home,
    finding_id: str,
    out: BinaryIO,
    *,
    is_page: bool,
    purpose: str | None,
    with_references: bool,
    now: datetime,
) -> tuple[str, ...]:
    """Write a finding's network as GraphML or as a page; what needs a look.

    Raises
    ------
    UsageError
        For an id that no current finding has, a finding without a network, or a purpose that isn't accepted.
    AuditError
        When the audit line can't be written: then nothing was.
    """
    stated, keyring = accepted_purpose(load_policy(home.policy), purpose), load_keyring(home.keys)
    with opened_graph(home) as db:
        claim(db, keyring.fingerprint())
        finding, is_outdated = finding_of(db, finding_id)
        chain = chain_of(finding, read_findings(db, Relocation)) if isinstance(finding, Relocation) else ()
        columns = read_columns(db)
    refer = references(home, keyring) if with_references else str
    graph = finding_graph(columns, finding, load_municipalities(), chain=chain, refer=refer)
    if is_page:
        data = drawn.page(graph, title=f"Network of finding {finding.id}", note=NOTE).encode()
    else:
        data = drawn.graphml(graph)
    persons = sum(d["kind"] == "person" for _, d in graph.nodes(data=True))
    parameters: dict[str, str | int | bool] = {
        "format": "html" if is_page else "graphml",
        "with_references": with_references,
    }
    act = Act(action="export", subject="network", purpose=stated, count=persons, parameters=parameters)
    _leave(home, keyring, act, data, out, now)
    outdated = "this finding is outdated: the persons it rests on are linked otherwise since; run `waterbed analyse`"
    return (outdated,) if is_outdated else ()


def finding_of(db: Database, finding_id: str) -> tuple[Reappearance | Rotation | Relocation, bool]:
    """Return the current finding of an id, and whether it is outdated.

    Raises
    ------
    UsageError
        When no current finding has the id, or it is a displacement: that one counts events and names nobody.
    """
    for rotation in read_findings(db, Rotation):
        if rotation.id == finding_id:
            return rotation, finding_id in outdated_findings(db, Rotation)
    for relocation in read_findings(db, Relocation):
        if relocation.id == finding_id:
            return relocation, finding_id in outdated_findings(db, Relocation)
    for reappearance in read_findings(db, Reappearance):
        if reappearance.id == finding_id:
            return reappearance, False
    if any(found.id == finding_id for found in read_findings(db, Displacement)):
        message = "a displacement counts events and has no network: name a rotation, relocation or reappearance"
        raise UsageError(message)
    message = "no current finding has that id: `waterbed export rotations` and `export relocations` list them"
    raise UsageError(message)


def _written(found: Network, file_format: str, refer: Callable[[str], str]) -> bytes:
    table = load_municipalities()
    match file_format:
        case "text":
            return drawn.text(found, name=table.name).encode()
        case "json":
            return (json.dumps(_plain(found, refer), indent=1) + "\n").encode()
        case "graphml":
            return drawn.graphml(drawn.as_graph(found, refer=refer))
        case _:
            title = f"Network around a {found.root.kind}, {found.depth} steps"
            return drawn.page(drawn.as_graph(found, refer=refer), title=title, note=NOTE).encode()


def _plain(found: Network, refer: Callable[[str], str]) -> dict[str, object]:
    plain = asdict(found)
    for tie in plain["ties"]:
        tie["encounters"] = [refer(e) for e in tie["encounters"]]
    for some in plain["breaks"]:
        for tie in some["ties"]:
            tie["encounters"] = [refer(e) for e in tie["encounters"]]
    return plain


def _leave(home: Home, keyring: Keyring, act: Act, data: bytes, out: BinaryIO, now: datetime) -> None:
    """Write the line in the audit log, and only then the data."""
    actor, host = current_actor()
    AuditLog(home.audit, keyring.audit).append(act, actor=actor, host=host, now=now)
    out.write(data)
    out.flush()
