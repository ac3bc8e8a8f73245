"""Time and chance come in as arguments, and nobody waits by the clock.

A finding that depends on when it was computed can't be computed again, and a chance without a seed can't be shown to
anyone who doubts it; so analyses, pictures and reading of files know neither. A test that sleeps is slow on a fast
machine and fails on a slow one.
"""

import ast
from collections.abc import Callable, Iterable, Mapping

import pytest

from tests.house.sources import Module, calls, dotted, imports, module, modules

CLOCKS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns", "time.localtime",
    "time.gmtime",
}  # fmt: skip
SEEDED = {"Generator", "default_rng", "SeedSequence", "PCG64", "BitGenerator"}
UNSEEDED_SOURCES = {"secrets", "uuid", "os.urandom"}
MAY_DRAW: Mapping[str, str] = {
    "graph/embedded/control.py": "makes the password of a new engine",
    "graph/store/database.py": "spreads writers that race; what they write doesn't depend on it",
    "ingest/handover.py": "makes keys",
    "ingest/key_rotation.py": "makes keys",
    "ingest/keyring.py": "makes keys",
    "ingest/linkage/vault.py": "makes nonces",
}
MAY_SLEEP: Mapping[str, str] = {
    "graph/embedded/control.py": "looks whether another process has come up",
    "graph/store/database.py": "lets a writer that was first finish",
    "api/bench/service/load.py": "plays people who read an answer before they ask again",
    "api/bench/service/uploads.py": "plays senders who ask now and then whether what they sent is stored",
}


def clocks(source: Module) -> list[str]:
    return [f"{source.name}:{c.lineno}: {n}" for n, c in calls(source.tree) if _ends(n, CLOCKS)]


def chances(source: Module) -> list[str]:
    """Draws that no seed decides."""
    found = [
        f"{source.name}:{line}: {what}" for what, line in imports(source.tree) if what.split(".")[0] in UNSEEDED_SOURCES
    ]
    found += [
        f"{source.name}:{line}: {what}"
        for what, line in imports(source.tree)
        if what.startswith(("random.", "numpy.random.")) and what.split(".")[-1] not in SEEDED | {"Random"}
    ]
    has_random = any(what == "random" for what, _ in imports(source.tree))
    for node in ast.walk(source.tree):
        name = dotted(node)
        if name == "os.urandom" or (has_random and name.startswith("random.") and name != "random.Random"):
            found.append(f"{source.name}: {name}")
        if name.startswith(("np.random.", "numpy.random.")) and name.split(".")[2] not in SEEDED:
            found.append(f"{source.name}: {name}")
    for name, call in calls(source.tree):
        if name.split(".")[-1] in {"default_rng", "Random"} and not call.args and not call.keywords:
            found.append(f"{source.name}:{call.lineno}: {name} without a seed")
    return found


def sleeps(source: Module) -> list[str]:
    return [f"{source.name}:{c.lineno}" for n, c in calls(source.tree) if n in {"time.sleep", "sleep", "asyncio.sleep"}]


def _ends(name: str, wanted: Iterable[str]) -> bool:
    return any(name == one or name.endswith(f".{one}") for one in wanted)


def test_analyses_pictures_and_reading_know_no_clock() -> None:
    assert [line for source in modules("graph", "viz", "ingest") for line in clocks(source)] == []


def test_chance_comes_with_a_seed() -> None:
    offences = {s.name: chances(s) for s in modules("graph", "viz", "ingest") if s.name not in MAY_DRAW}
    assert {name: lines for name, lines in offences.items() if lines} == {}


def test_no_test_sleeps() -> None:
    assert [line for source in modules("tests") for line in sleeps(source)] == []


def test_the_product_sleeps_only_where_another_process_decides() -> None:
    offences = [line for s in modules("graph", "ingest", "viz", "api") if s.name not in MAY_SLEEP for line in sleeps(s)]
    assert offences == []


@pytest.mark.parametrize("allowed", [*MAY_DRAW, *MAY_SLEEP])
def test_every_exception_is_still_needed(allowed: str) -> None:
    (source,) = (s for s in modules("graph", "ingest", "api") if s.name == allowed)
    assert (allowed in MAY_DRAW and chances(source)) or (allowed in MAY_SLEEP and sleeps(source))


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (clocks, "import datetime\nx = datetime.datetime.now(datetime.UTC)"),
        (clocks, "from datetime import date\nx = date.today()"),
        (clocks, "import time\nx = time.time()"),
        (chances, "import random\nx = random.random()"),
        (chances, "from random import shuffle"),
        (chances, "import random\nx = random.Random()"),
        (chances, "import numpy as np\nx = np.random.normal(size=3)"),
        (chances, "import numpy as np\nx = np.random.default_rng()"),
        (chances, "import uuid"),
        (sleeps, "import time\ntime.sleep(1)"),
    ],
)
def test_an_offence_is_caught(rule: Callable[[Module], list[str]], text: str) -> None:
    assert rule(module(text))


def test_a_seeded_generator_is_no_offence() -> None:
    assert not chances(module("import numpy as np\nx = np.random.default_rng(seed)"))
    assert not chances(module("import random\ndef f(seed: int) -> float:\n    return random.Random(seed).random()"))
