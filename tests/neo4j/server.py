"""A real Neo4j server on loopback, for tests and for trying the product on it.

Its libraries come from Maven Central once (``python -m tests.neo4j.server --fetch``) and stay out of git. ``python -m
tests.neo4j.server -- COMMAND…`` runs a command with ``WATERBED_GRAPH_URI`` set to a new server, which ends with it.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from graph.embedded import Address

HERE = Path(__file__).parent
LIBRARIES = HERE / "lib"
HEAP = "1g"
_FETCHED = LIBRARIES / "pom.xml"
_END_TIMEOUT_S = 30


def fetch() -> int:
    """Bring Neo4j's libraries here unless they are here already; Maven's exit code."""
    wanted = (HERE / "pom.xml").read_bytes()
    if _FETCHED.exists() and _FETCHED.read_bytes() == wanted:
        return 0
    shutil.rmtree(LIBRARIES, ignore_errors=True)
    goals = ["dependency:copy-dependencies", f"-DoutputDirectory={LIBRARIES}", "-DincludeScope=runtime"]
    command = ["mvn", "--quiet", "--batch-mode", *goals]
    ended = subprocess.run(command, cwd=HERE, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if ended.returncode:
        sys.stderr.write(ended.stdout + ended.stderr)
    else:
        _FETCHED.write_bytes(wanted)
    return ended.returncode


def why_not() -> str | None:
    """Why no server can run here, in a line; None when it can."""
    if not _FETCHED.exists():
        return "no libraries of Neo4j here: `make test` fetches them where there are Java 17 and Maven"
    if shutil.which("java") is None:
        return "no Java here"
    return None


@contextlib.contextmanager
def running_neo4j(folder: Path) -> Iterator[Address]:
    """Run a server on a free port of loopback, with its data in ``folder``, until the block ends.

    Raises
    ------
    RuntimeError
        When it doesn't come up; with the end of what it said.
    """
    port = _free_port()
    log = folder / "neo4j.log"
    folder.mkdir(parents=True, exist_ok=True)
    command = ["java", f"-Xmx{HEAP}", "-cp", f"{LIBRARIES}/*", str(HERE / "Server.java"), str(folder), str(port)]
    with log.open("ab") as stream:
        # A session of its own, so that an interrupt at the keyboard lets the command end before its server.
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stream, start_new_session=True
        )
    assert process.stdin is not None
    assert process.stdout is not None
    with process, process.stdout:
        try:
            if not any(line.strip() == b"ready" for line in process.stdout):
                message = f"Neo4j did not start: {log.read_text(errors='replace')[-2000:]}"
                raise RuntimeError(message)
            yield Address(f"bolt://127.0.0.1:{port}", "", "", None)
        finally:
            process.stdin.close()
            try:
                process.wait(_END_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                process.kill()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def run_on_neo4j(command: Sequence[str]) -> int:
    """Run a command against a new, empty server; its exit code."""
    with tempfile.TemporaryDirectory(prefix="neo4j-") as folder, running_neo4j(Path(folder)) as address:
        sys.stderr.write(f"A Neo4j of its own answers until this ends: WATERBED_GRAPH_URI={address.uri}\n")
        child = subprocess.Popen(command, env={**os.environ, "WATERBED_GRAPH_URI": address.uri})
        while True:
            # An interrupt at the keyboard reaches the command too, and is the command's to handle.
            with contextlib.suppress(KeyboardInterrupt):
                return child.wait()


if __name__ == "__main__":
    if sys.argv[1:] == ["--fetch"]:
        sys.exit(fetch())
    if sys.argv[1:2] == ["--"]:
        sys.exit(run_on_neo4j(sys.argv[2:]))
    sys.exit("usage: python -m tests.neo4j.server --fetch | -- COMMAND…")
