"""A module is one idea, stays short, and says what it says through the command line or not at all.

Long files hide a second idea. A library that prints can't be used by anything but a terminal. A folder without
``__init__.py`` is found or not found depending on where one stands.
"""

import ast
from collections.abc import Mapping

from tests.house.sources import PRODUCT, ROOT, Module, calls, dotted, module, modules, name_of, tracked

LIMIT = 300
MAY_BE_LONGER: Mapping[str, str] = {}
"""Modules that are one idea and yet longer, with the reason."""


def spoken(source: Module) -> list[str]:
    """Uses of print and of the standard streams."""
    said = [f"{source.name}:{call.lineno}: print" for name, call in calls(source.tree) if name == "print"]
    return said + [
        f"{source.name}:{node.lineno}: {dotted(node)}"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and dotted(node) in {"sys.stdout", "sys.stderr"}
    ]


def test_modules_are_short() -> None:
    lengths = {s.name: len(s.text.splitlines()) for s in modules(*PRODUCT, "tests") if s.name not in MAY_BE_LONGER}
    assert {name: n for name, n in lengths.items() if n > LIMIT} == {}


def test_only_long_modules_are_excused() -> None:
    lengths = {s.name: len(s.text.splitlines()) for s in modules(*PRODUCT, "tests")}
    assert [name for name in MAY_BE_LONGER if lengths.get(name, 0) <= LIMIT] == []


def test_only_the_outside_speaks() -> None:
    assert [line for source in modules("graph", "ingest", "viz") for line in spoken(source)] == []
    assert spoken(module("import sys\nprint(1)\nsys.stdout.write('2')")) != []


def test_every_folder_of_code_is_a_package() -> None:
    folders = {p.parent for p in tracked() if p.suffix == ".py" and name_of(p).split("/")[0] in (*PRODUCT, "tests")}
    lacking = {name_of(f) for folder in folders for f in (folder, *folder.parents) if f != ROOT and ROOT in f.parents
               and not (f / "__init__.py").exists()}  # fmt: skip
    assert lacking == set()


def test_no_file_in_api_is_a_script() -> None:
    shebangs = [source.name for source in modules(*PRODUCT) if source.text.startswith("#!")]
    assert shebangs == []
