"""A network as text, as GraphML that Gephi and networkx open, and as one stand-alone page.

The page holds the drawing library (vis-network, MIT or Apache-2.0, as it lies in the pyvis package), the data and a
policy that lets nothing else run and nothing be fetched: it may be opened on a machine without a network, and says
nothing to anybody. What comes from data is escaped by Jinja, and drawn as text.
"""

import base64
import hashlib
import io
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import networkx as nx
from jinja2 import Environment, StrictUndefined

from graph.network import Break, Network, Node

NameOf = Callable[[str], str]
"""Official name of a municipality code."""

VIS = "lib/vis-9.1.2/vis-network.min.js"
MAX_SHOWN = 40
"""Lines of a list in the text; how many more there are is said."""

COLOURS = {"person": "#b5442e", "town": "#3b6ea5", "premises": "#7a6a3a"}
OTHER_COLOUR = "#5f7f5f"
SHAPES = {"person": "dot", "town": "square", "premises": "triangle"}


def labels_of(network: Network) -> dict[Node, str]:
    """Labels for a file that travels: persons by their pseudonym, what they share numbered by kind, strongest first."""
    count: dict[str, int] = {}
    labels: dict[Node, str] = {}
    for member in network.members:
        node = member.node
        count[node.kind] = count.get(node.kind, 0) + 1
        labels[node] = node.id if node.is_person else f"{node.kind} {count[node.kind]}"
    return labels


def as_graph(network: Network, *, refer: Callable[[str], str] = str) -> "nx.Graph[str]":
    """Network as a networkx graph whose attributes are texts and numbers.

    Nodes have ``kind``, ``label``, ``strength``, ``steps`` and ``is_root``, persons ``towns`` (codes joined by ``|``) and
    ``met`` (encounters); edges ``kind``, ``weight``, ``is_break`` and ``encounters``.
    """
    labels = labels_of(network)
    broken = {(tie.one, tie.other) for found in network.breaks for tie in found.ties}
    graph: nx.Graph[str] = nx.Graph(depth=network.depth)
    for m in network.members:
        about = {"towns": "|".join(m.towns), "met": m.encounters} if m.node.is_person else {}
        graph.add_node(
            labels[m.node], kind=m.node.kind, label=labels[m.node], strength=m.strength, steps=m.steps,
            is_root=m.node == network.root, **about,
        )  # fmt: skip
    for tie in network.ties:
        graph.add_edge(
            labels[tie.one],
            labels[tie.other],
            kind=tie.kind,
            weight=tie.weight,
            is_break=(tie.one, tie.other) in broken,
            encounters="|".join(sorted(refer(e) for e in tie.encounters)),
        )
    return graph


def graphml(graph: "nx.Graph[str]") -> bytes:
    """Graph as GraphML with typed attributes; directed if the graph is. Ends with a line break."""
    out = io.BytesIO()
    nx.write_graphml_xml(graph, out, encoding="utf-8", prettyprint=True)
    return out.getvalue().rstrip(b"\n") + b"\n"


def page(graph: "nx.Graph[str]", *, title: str, note: str) -> str:
    """Graph as one stand-alone HTML page.

    Parameters
    ----------
    graph
        Nodes with ``kind`` and ``label``, edges with ``kind`` and ``weight``; other attributes are told when asked for.
    title, note
        What it is, and how to read it.
    """
    script, drawing = _vis(), _own("network.js")
    policy = " ".join(f"'sha256-{_sha256(s)}'" for s in (script, drawing))
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(_own("network.html.j2"))
    return template.render(
        title=title, note=note, data=_drawn(graph), library=script, drawing=drawing, policy=policy,
        legend=sorted({(str(d["kind"]), COLOURS.get(str(d["kind"]), OTHER_COLOUR)) for _, d in graph.nodes(data=True)}),
    )  # fmt: skip


def text(network: Network, *, name: NameOf) -> str:
    """Network as text for a terminal: persons, what they share, where it breaks, where to look next."""
    persons = [m for m in network.persons if m.node != network.root]
    things = [m for m in network.members if not m.node.is_person and m.node != network.root]
    counted = f"{len(persons)} persons within {network.depth} steps, {len(things)} shared things"
    lines = [f"{network.root.kind} {_bare(network.root)}: {counted}, {len(network.ties)} ties", ""]
    lines.append("strength  steps  met  person, towns, way")
    for m in persons[:MAX_SHOWN]:
        towns = ", ".join(name(t) for t in m.towns)
        lines.append(f"{m.strength:8.3f}  {m.steps:5.1f}  {m.encounters:3}  {m.node.id}  {towns}  {_way(m.way)}")
    lines += _more(len(persons))
    lines += ["", "strength  steps  shared"]
    lines += [f"{m.strength:8.3f}  {m.steps:5.1f}  {m.node.kind} {_bare(m.node)}" for m in things[:MAX_SHOWN]]
    lines += [*_more(len(things)), "", "It would come apart at"]
    lines += [_break(b) for b in network.breaks[:MAX_SHOWN]] or ["  no single tie"]
    lines += [*_more(len(network.breaks)), "", "Where to look next (share of what is uncertain, persons)"]
    shown = network.places[:MAX_SHOWN]
    lines += [f"{p.share:8.0%}  {p.persons:3}  {p.kind} {name(p.id) if p.kind == 'town' else p.id}" for p in shown]
    lines += _more(len(network.places))
    if network.crowded:
        lines.append(f"{network.crowded} shared things of very many persons were not followed")
    if network.left_out:
        lines.append(f"{network.left_out} weaker persons were left out")
    lines += ["", "A lead, not evidence: who shares a phone or a town may be a neighbour, a colleague or family."]
    return "\n".join(lines) + "\n"


def _bare(node: Node) -> str:
    return node.id.split(":", 1)[-1] if node.kind != "premises" else node.id


def _way(way: tuple[Node, ...]) -> str:
    return " - ".join(node.kind if node.kind != "person" else node.id[:8] for node in way)


def _break(found: Break) -> str:
    ties = "; ".join(f"{t.one.kind} {_bare(t.one)} {t.kind} {t.other.kind} {_bare(t.other)}" for t in found.ties)
    return f"  {len(found.persons)} persons, strength {found.strength:.3f}: {ties}"


def _more(n: int) -> list[str]:
    return [f"  … and {n - MAX_SHOWN} more"] if n > MAX_SHOWN else []


def _drawn(graph: "nx.Graph[str]") -> dict[str, list[dict[str, Any]]]:
    """Nodes and edges as vis-network reads them; titles are text."""
    return {
        "nodes": [
            {
                "id": str(n),
                "label": str(d["label"])[:24],
                "title": _told(d),
                "shape": SHAPES.get(str(d["kind"]), "diamond"),
                "color": COLOURS.get(str(d["kind"]), OTHER_COLOUR),
                "size": 8 + 14 * float(d.get("strength", 0.5)),
                "borderWidth": 4 if d.get("is_root") else 1,
            }
            for n, d in graph.nodes(data=True)
        ],
        "edges": [
            {
                "from": str(a),
                "to": str(b),
                "title": _told(d),
                "value": float(d["weight"]),
                "dashes": bool(d.get("is_break", False)),
                "arrows": "to" if graph.is_directed() else "",
            }
            for a, b, d in graph.edges(data=True)
        ],
    }


def _told(attributes: Mapping[str, object]) -> str:
    shown = {k: f"{v:.3g}" if isinstance(v, float) else str(v) for k, v in attributes.items() if k != "label"}
    return "\n".join(f"{k.replace('_', ' ')}: {v[:400]}" for k, v in shown.items())


@cache
def _vis() -> str:
    """Text of vis-network, from pyvis without importing it (its import pulls in a notebook)."""
    spec = find_spec("pyvis")
    assert spec is not None
    assert spec.submodule_search_locations is not None, "pyvis is a dependency"
    found = (Path(spec.submodule_search_locations[0]) / VIS).read_text(encoding="utf-8")
    assert "</script" not in found, "it would end its own element"
    return found


def _own(name: str) -> str:
    return (files("viz") / "templates" / name).read_text(encoding="utf-8")


def _sha256(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
