"""Flows between municipalities, and who moved with whom, as tables or graphs for Gephi."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

import networkx as nx

from api.audit import Act, AuditLog, current_actor
from api.exports.table import Column, Row, Type, columns
from api.exports.writers import WRITERS
from api.home import Home
from api.jobs.export import accepted_purpose
from api.jobs.opened import opened_graph
from graph.columns import EncounterColumns
from graph.errors import UsageError
from graph.geography import load_municipalities
from graph.network import NetworkRules, communities, company_graph, flow_graph, towns_of_season
from graph.store.columns import read_columns
from graph.store.schema import claim
from ingest.keyring import load_keyring
from ingest.policy_file import load_policy
from viz.network import graphml

FLOW_COLUMNS = columns(
    from_municipality=Type.TEXT,
    to_municipality=Type.TEXT,
    hops=Type.INTEGER,
    net_flow=Type.INTEGER,
    persons=Type.INTEGER,
)
TOWN_COLUMNS = columns(
    municipality=Type.TEXT,
    hops_in=Type.INTEGER,
    hops_out=Type.INTEGER,
    net_flow=Type.INTEGER,
    betweenness=Type.DECIMAL,
    community=Type.INTEGER,
)
SEASON_COLUMNS = columns(
    year=Type.INTEGER, season=Type.TEXT, hops=Type.INTEGER, community=Type.INTEGER, municipalities=Type.TEXTS
)
COMPANY_COLUMNS = columns(community=Type.INTEGER, person_ids=Type.TEXTS, municipalities=Type.TEXTS)


@dataclass(frozen=True, slots=True)
class Of:
    """One thing to be told: its columns, its rows, and its graph where it has one."""

    columns: tuple[Column, ...]
    rows: Callable[[EncounterColumns], Iterator[Row]]
    graph: Callable[[EncounterColumns], "nx.Graph[str]"] | None = None


def tell_flows(home: Home, of: str, file_format: str, out: BinaryIO, *, purpose: str | None, now: datetime) -> int:
    """Write flows, after their line in the audit log; how many rows or edges there are.

    Counts are exact, and small ones point at persons, so this is an analyst's, like an export of persons.

    Raises
    ------
    UsageError
        For something unknown to be told, a format that it doesn't have, or a purpose that isn't accepted.
    AuditError
        When the audit line can't be written: then nothing was.
    """
    wanted = FLOWS.get(of)
    if wanted is None:
        message = f"--of is one of {', '.join(FLOWS)}"
        raise UsageError(message)
    if file_format not in (*WRITERS, "graphml"):
        message = f"--format is one of {', '.join(WRITERS)}, graphml"
        raise UsageError(message)
    if file_format == "graphml" and wanted.graph is None:
        message = f"{of} are no graph: --format is one of {', '.join(WRITERS)}"
        raise UsageError(message)
    stated, keyring = accepted_purpose(load_policy(home.policy), purpose), load_keyring(home.keys)
    with opened_graph(home) as db:
        claim(db, keyring.fingerprint())
        encounters = read_columns(db)
    spool = io.BytesIO()
    if file_format == "graphml":
        assert wanted.graph is not None, "asked above"
        graph = wanted.graph(encounters)
        count = graph.number_of_edges()
        spool.write(graphml(graph))
    else:
        count = WRITERS[file_format](wanted.columns, wanted.rows(encounters), spool)
    act = Act("read", "flows", stated, count, {"of": of, "format": file_format})
    actor, host = current_actor()
    AuditLog(home.audit, keyring.audit).append(act, actor=actor, host=host, now=now)
    out.write(spool.getvalue())
    out.flush()
    return count


def _graph_of_towns(encounters: EncounterColumns) -> "nx.Graph[str]":
    return flow_graph(encounters, load_municipalities())


def _flows(encounters: EncounterColumns) -> Iterator[Row]:
    for a, b, data in sorted(_graph_of_towns(encounters).edges(data=True), key=lambda e: e[:2]):
        yield {
            "from_municipality": a,
            "to_municipality": b,
            "hops": data["weight"],
            "net_flow": data["net_flow"],
            "persons": data["persons"],
        }


def _towns(encounters: EncounterColumns) -> Iterator[Row]:
    graph = _graph_of_towns(encounters)
    for town in sorted(graph):
        yield {"municipality": town, **{c.name: graph.nodes[town][c.name] for c in TOWN_COLUMNS[1:]}}


def _seasons(encounters: EncounterColumns) -> Iterator[Row]:
    for told in towns_of_season(encounters):
        for i, some in enumerate(told.communities, start=1):
            yield {
                "year": told.season.year,
                "season": told.season.name,
                "hops": told.hops,
                "community": i,
                "municipalities": some,
            }


def _company(encounters: EncounterColumns) -> Iterator[Row]:
    for i, some in enumerate(communities(encounters, NetworkRules()), start=1):
        yield {"community": i, "person_ids": some.persons, "municipalities": some.towns}


def _graph_of_company(encounters: EncounterColumns) -> "nx.Graph[str]":
    graph = company_graph(encounters, NetworkRules())
    for node, data in graph.nodes(data=True):
        data |= {"kind": "person", "label": node}
    for _, _, data in graph.edges(data=True):
        data["encounters"] = "|".join(data["encounters"])
    return graph


FLOWS = {
    "hops": Of(FLOW_COLUMNS, _flows, _graph_of_towns),
    "towns": Of(TOWN_COLUMNS, _towns, _graph_of_towns),
    "seasons": Of(SEASON_COLUMNS, _seasons),
    "company": Of(COMPANY_COLUMNS, _company, _graph_of_company),
}
"""What can be told: flows, towns by their flows, communities of towns by season, persons who moved together."""
