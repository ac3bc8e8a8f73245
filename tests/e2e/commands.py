"""The product's own command, as a user runs it."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.home import Home
from graph.embedded import stop

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Done:
    code: int
    out: str
    err: str

    def rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.out)))

    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Command:
    """``waterbed --home HOME``; ``environment`` is added to ours."""

    home: Path
    environment: Mapping[str, str]

    def line(self, *arguments: str | Path) -> list[str]:
        return [sys.executable, "-m", "api.cli.main", "--home", str(self.home), *map(str, arguments)]

    def env(self) -> dict[str, str]:
        plain = {k: v for k, v in os.environ.items() if not k.startswith("WATERBED_")}
        return {**plain, **self.environment}

    def __call__(self, *arguments: str | Path, code: int | None = None) -> Done:
        ran = subprocess.run(
            self.line(*arguments),
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            env=self.env(),
            cwd=REPOSITORY,
            check=False,
            timeout=300,
        )
        if code is not None:
            assert ran.returncode == code, f"{arguments}: {ran.returncode}\n{ran.stdout[-500:]}\n{ran.stderr[-2000:]}"
        return Done(ran.returncode, ran.stdout, ran.stderr)

    def digest(self) -> str:
        return self("graph", "digest", code=0).out.strip()


@contextmanager
def new_home(folder: Path, environment: Mapping[str, str] | None = None) -> Iterator[Command]:
    """A home with keys of its own; its engine is ended afterwards by its own process id."""
    command = Command(folder, environment or {})
    command("keys", "new", code=0)
    try:
        yield command
    finally:
        stop(Home(folder).graph)
