"""No query is ever built from text: values reach the graph as parameters, and queries lie in graph/cypher.

A query glued together from a cell of somebody's file would run that cell. So one module alone talks to the driver, it
takes names of query files, and what looks like Cypher lies nowhere else. Files and names belong together: a query that
nobody names is dead, a name without a file fails only when it is run.
"""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

import pytest

from tests.house.sources import PRODUCT, ROOT, Module, calls, imports, module, modules

SEAM = "graph/store/database.py"
QUERIES = {path.stem for path in (ROOT / "graph" / "cypher").glob("*.cypher")}
HOSTILE = "api/bench/service/words.py"
"""Queries that must never run: what an attacker would type."""
_RUNS = {"read", "write", "query", "run", "execute_query", "cypher"}
_CYPHER = re.compile(r"\b(?:(?:OPTIONAL )?MATCH|MERGE|CREATE|DETACH DELETE) \(|\bUNWIND \$|\bRETURN [a-z]+\.")


def drivers_elsewhere(source: Module) -> list[str]:
    if source.name == SEAM:
        return []
    return [f"{source.name}:{line}: {what}" for what, line in imports(source.tree) if what.split(".")[0] == "neo4j"]


def queries_outside(source: Module) -> list[str]:
    if source.name == HOSTILE:
        return []
    said = {id(text) for text in _docstrings(source.tree)}
    return [
        f"{source.name}:{node.lineno}: {node.value[:40]!r}"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
        if _CYPHER.search(node.value)
    ]


def built_queries(source: Module) -> list[str]:
    """Calls that run a text put together on the spot; a pattern of names of query files is none."""
    found = []
    for name, call in calls(source.tree):
        if name.split(".")[-1] in _RUNS and _is_of_a_graph(name) and call.args and _is_built(call.args[0]):
            pattern = _as_pattern(call.args[0])
            if pattern is None or not any(fnmatchcase(query, pattern) for query in QUERIES):
                found.append(f"{source.name}:{call.lineno}: {name}")
    return found


def _docstrings(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def _is_of_a_graph(name: str) -> bool:
    *receiver, method = name.split(".")
    return method in {"execute_query", "cypher", "query"} or (
        bool(receiver) and receiver[-1].strip("_") in {"db", "database", "graph", "session", "tx", "transaction"}
    )


def _is_built(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr | ast.BinOp) or (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"format", "join"}
    )


def _as_pattern(node: ast.AST) -> str | None:
    if not isinstance(node, ast.JoinedStr):
        return None
    return "".join(str(p.value) if isinstance(p, ast.Constant) else "*" for p in node.values)


def test_one_module_alone_talks_to_the_driver() -> None:
    assert [line for source in modules(*PRODUCT) for line in drivers_elsewhere(source)] == []


def test_cypher_lies_in_its_own_files() -> None:
    assert [line for source in modules(*PRODUCT) for line in queries_outside(source)] == []


def test_no_query_is_built_from_text() -> None:
    assert [line for source in modules(*PRODUCT) for line in built_queries(source)] == []


def test_every_query_file_is_named_and_every_name_has_a_file() -> None:
    literals: set[str] = set()
    patterns: set[str] = set()
    for source in modules("graph", "ingest", "api"):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                literals.add(node.value)
            elif isinstance(node, ast.JoinedStr) and (pattern := _as_pattern(node)) and pattern.count("*") == 1:
                patterns.add(pattern)
    patterns = {p for p in patterns if re.fullmatch(r"[a-z_]*\*[a-z_]*", p) and len(p) > 3}
    dead = {q for q in QUERIES - literals if not any(fnmatchcase(q, p) for p in patterns)}
    named = {
        str(call.args[0].value)
        for source in modules("graph", "ingest", "api")
        for name, call in calls(source.tree)
        if name.split(".")[-1] in {"read", "write"} and _is_of_a_graph(name) and call.args
        if isinstance(call.args[0], ast.Constant)
    }
    assert dead == set()
    assert named - QUERIES == set()


@pytest.mark.parametrize(
    "text",
    [
        'db.read(f"MATCH (n {{id: {cell}}}) RETURN n")',
        'self._db.write("MERGE " + label)',
        'db.query("RETURN {}".format(cell))',
        'transaction.run("RETURN %s" % cell)',
        'driver.execute_query(" ".join(parts))',
    ],
)
def test_a_built_query_is_caught(text: str) -> None:
    assert built_queries(module(text))


def test_a_query_in_python_and_a_second_way_to_the_driver_are_caught() -> None:
    assert queries_outside(module('QUERY = "MATCH (n) RETURN n"'))
    assert queries_outside(module('QUERY = f"MERGE (n:{label})"'))
    assert drivers_elsewhere(module("from neo4j import GraphDatabase"))
    assert not queries_outside(module('"""Runs MATCH (n) RETURN n."""'))


def test_no_list_in_one_row_grows_with_the_country() -> None:
    """An engine limits how long a list may be (half a million here): lists are of one municipality, or of ids asked for."""
    bounded = (
        "municipality: $code", "Municipality {code: $code}", "kind: $kind", "{id: $id}", "UNWIND $ids AS id",
        "RETURN e.municipality AS municipality", "RETURN substring(j.left, 0, 4) AS part",
    )  # fmt: skip
    texts = {path.name: path.read_text() for path in (ROOT / "graph" / "cypher").glob("*.cypher")}
    lists = {name for name, text in texts.items() if "collect(" in text}
    assert lists
    assert {name for name in lists if not any(bound in texts[name] for bound in bounded)} == set()
