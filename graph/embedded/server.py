"""The embedded engine's own process: ``python -m graph.embedded.server FOLDER BOLT HTTP HEAP IDLE_MINUTES``.

ArcadeDB (Apache-2.0) from its wheel, with its own Java runtime, speaking Bolt on loopback. Ends on SIGTERM, or when
nobody has been connected for a while.
"""

import contextlib
import os
import signal
import sys
import threading
import time
from pathlib import Path

import psutil
from arcadedb_embedded import ArcadeDBServer

from graph.embedded.control import DATABASE, write_state

_CHECK_S = 5.0


def main(directory: Path, bolt_port: int, http_port: int, heap: str, idle_minutes: float) -> None:
    """Serve the databases in ``directory`` until told to end, or idle for ``idle_minutes``."""
    # The engine writes its own log into the folder it is started in.
    os.chdir(directory)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    server = ArcadeDBServer(
        root_path=str(directory),
        root_password=(directory / "password").read_text(),
        config={
            "host": "127.0.0.1",
            "http_port": http_port,
            "bolt_port": bolt_port,
            "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        },
        jvm_kwargs={"heap_size": heap},
    )
    server.start()
    if not (directory / "databases" / DATABASE).exists():
        server.create_database(DATABASE)
    write_state(directory, f"bolt://127.0.0.1:{bolt_port}")
    last_busy = time.monotonic()
    while not ended.wait(_CHECK_S):
        if _connections(bolt_port):
            last_busy = time.monotonic()
        elif time.monotonic() - last_busy > idle_minutes * 60:
            break
    (directory / "state.json").unlink(missing_ok=True)
    with contextlib.suppress(Exception):
        server.stop()


def _connections(port: int) -> int:
    mine = psutil.Process().net_connections(kind="tcp")
    return sum(c.status == psutil.CONN_ESTABLISHED and c.laddr.port == port for c in mine)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], float(sys.argv[5]))
