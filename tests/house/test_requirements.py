"""The locks agree with each other and with pyproject.toml, and nothing in them goes by a name alone.

A package without a hash is whatever the index serves that day; two locks with two versions test one program and run
another; a dependency that was declared but not locked fails on the next machine only.
"""

import re
import tomllib
from functools import cache
from typing import Any

import pytest

from tests.house.sources import ROOT

LOCKS = ("uv", "build", "run", "dev")
_ENTRY = re.compile(r"^([a-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


@cache
def locked(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return dict(_ENTRY.findall(text))


def declared() -> dict[str, list[str]]:
    """Names of packages that pyproject.toml asks for, by lock."""
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    own = {"run": project["project"]["dependencies"], "dev": groups["dev"], "build": groups["build"]}
    return {lock: [_name(d) for d in wanted if isinstance(d, str)] for lock, wanted in own.items()}


def _name(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]).lower()


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_by_hash(name: str) -> None:
    lines = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    blocks = "\n".join(line for line in lines if not line.strip().startswith("#")).split("\n")
    starts = [i for i, line in enumerate(blocks) if line and not line.startswith(" ")]
    assert starts
    for begin, end in zip(starts, [*starts[1:], len(blocks)], strict=True):
        assert _ENTRY.match(blocks[begin]), blocks[begin]
        hashes = blocks[begin + 1 : end]
        assert hashes
        assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?", line) for line in hashes), blocks[begin]


@pytest.mark.parametrize("name", ["uv", "build", "run"])
def test_every_lock_is_part_of_the_largest(name: str) -> None:
    everything = locked("dev")
    assert {p: v for p, v in locked(name).items() if everything.get(p) != v} == {}


def test_what_is_declared_is_locked() -> None:
    lacking = {lock: [p for p in wanted if p not in locked(lock)] for lock, wanted in declared().items()}
    assert lacking == {"run": [], "dev": [], "build": []}


def test_what_the_product_runs_on_has_no_test_tools() -> None:
    assert {"pytest", "hypothesis", "mypy", "ruff", "recordlinkage"}.isdisjoint(locked("run"))
