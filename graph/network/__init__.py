"""Networks: around a person, premises or identifier; of towns by who moved between them; of a finding; of company."""

from graph.network.communities import Community, communities, company_graph
from graph.network.discover import MAX_DEPTH, discover, node_of
from graph.network.flows import Season, Towns, flow_graph, towns_of_season
from graph.network.model import Break, Member, Network, Node, Place, Tie
from graph.network.of_finding import finding_graph
from graph.network.rules import NetworkRules

__all__ = [
    "MAX_DEPTH",
    "Break",
    "Community",
    "Member",
    "Network",
    "NetworkRules",
    "Node",
    "Place",
    "Season",
    "Tie",
    "Towns",
    "communities",
    "company_graph",
    "discover",
    "finding_graph",
    "flow_graph",
    "node_of",
    "towns_of_season",
]
