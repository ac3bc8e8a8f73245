"""The files of this checkout, and the product's modules as syntax trees."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("graph", "ingest", "viz", "api")
_LEFT_OUT = {".git", ".venv", "node_modules", "__pycache__", "lib", "dist", "build"}


@dataclass(frozen=True, slots=True)
class Module:
    """A Python file: its place under the root, text and tree."""

    name: str
    text: str
    tree: ast.Module


@cache
def tracked() -> tuple[Path, ...]:
    """Files under version control that are here; in an unpacked archive, all that aren't made by a tool."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        paths = [p for p in ROOT.rglob("*") if not _LEFT_OUT.intersection(p.relative_to(ROOT).parts)]
    return tuple(sorted(p for p in paths if p.is_file()))


def name_of(path: Path) -> str:
    """Place of a file under the root."""
    return path.relative_to(ROOT).as_posix()


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Python files in some top-level folders."""
    found = [p for p in tracked() if p.suffix == ".py" and name_of(p).split("/")[0] in folders]
    texts = [(name_of(p), p.read_text(encoding="utf-8")) for p in found]
    return tuple(Module(name, text, ast.parse(text)) for name, text in texts)


def module(text: str, name: str = "graph/example.py") -> Module:
    """Module of a text, for showing that a rule catches what it is for."""
    return Module(name, text, ast.parse(text))


def dotted(node: ast.AST) -> str:
    """``a.b.c`` of a name or attribute; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        inner = dotted(node.value)
        return f"{inner}.{node.attr}" if inner else ""
    return ""


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call of something that has a name, with that name as written."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (name := dotted(node.func)):
            yield name, node


def imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every module that is imported, and from-imports as ``module.name``, with the line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)
