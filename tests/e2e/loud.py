"""Commands with every library's log at DEBUG, many in one process; everything that each says, by name.

A process each would cost minutes: what takes long is the start, and compiling again what the last one compiled. numba's
own log is left out: it tells of our instructions, in millions of lines, and of no value of the data.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.e2e.commands import REPOSITORY, Command

Words = tuple[str | Path, ...]

DRIVER = """
import json, logging, os, sys
from api.cli.main import run
commands, folder = json.loads(sys.stdin.read()), sys.argv[1]
for number, words in enumerate(commands):
    out = os.open(os.path.join(folder, str(number)), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(out, 1), os.dup2(out, 2), os.close(out)
    logging.basicConfig(level=logging.DEBUG, force=True)
    logging.getLogger("numba").setLevel(logging.WARNING)
    try:
        run(words)
    except SystemExit:
        sys.stdout.flush(), sys.stderr.flush()
"""


def run_all(waterbed: Command, commands: Mapping[str, Words]) -> dict[str, bytes]:
    """Run commands with ``--debug`` and all logs, one after the other; what each said, by its name."""
    asked = [["--debug", "--home", str(waterbed.home), *map(str, words)] for words in commands.values()]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-c", DRIVER, folder],
            input=json.dumps(asked).encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=waterbed.env(),
            cwd=REPOSITORY,
            check=True,
            timeout=600,
        )
        return {name: (Path(folder) / str(n)).read_bytes() for n, name in enumerate(commands)}
