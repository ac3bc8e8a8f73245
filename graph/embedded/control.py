"""Start, find and stop the embedded engine of a folder.

Any command starts it when it isn't up; it stays up until it is stopped or has been idle. ``state.json`` says where it
listens and which process it is; a lock lets one command at a time start it. A crash of either side leaves nothing
that hinders the next start: a state whose process is gone is only a file.
"""

import json
import os
import secrets
import signal
import socket
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil
from filelock import FileLock, Timeout

from graph.errors import GraphStartFailed

DATABASE = "waterbed"
START_TIMEOUT_S = 90.0
STOP_TIMEOUT_S = 30.0
IDLE_MINUTES = 30.0
HEAP = "1g"
_POLL_S = 0.05


@dataclass(frozen=True, slots=True, repr=False)
class Address:
    """Where an engine listens and how to log in. ``database`` None is the server's own default."""

    uri: str
    user: str
    password: str
    database: str | None

    def __repr__(self) -> str:
        """Show the address, never the password."""
        return f"Address({self.uri})"


@dataclass(frozen=True, slots=True)
class Status:
    """Whether the engine of a folder runs; ``pid`` and ``uri`` are None where it doesn't."""

    running: bool
    pid: int | None = None
    uri: str | None = None
    since: float | None = None


@dataclass(frozen=True, slots=True)
class _State:
    pid: int
    created: float
    uri: str


def ensure_running(directory: Path, *, heap: str = HEAP, idle_minutes: float = IDLE_MINUTES) -> Address:
    """Return the address of the folder's engine, started first when it isn't up.

    Parameters
    ----------
    directory
        The engine's own folder: databases, password, state, log.
    heap
        Largest Java heap, as Java writes it (``1g``).
    idle_minutes
        The engine ends itself after this many minutes without a connection.

    Raises
    ------
    GraphStartFailed
        When it doesn't come up: with the last word of its log.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        with FileLock(directory / "start.lock", timeout=START_TIMEOUT_S):
            password = _password(directory)
            state = _running_state(directory) or _start(directory, heap, idle_minutes)
    except Timeout:
        message = f"another command has been starting the graph in {directory} for too long: `waterbed graph stop`"
        raise GraphStartFailed(message) from None
    except OSError as error:
        message = f"the graph can't start in {directory}: {error.strerror}; check the folder, its rights and the disk"
        raise GraphStartFailed(message) from None
    return Address(state.uri, "root", password, DATABASE)


def status(directory: Path) -> Status:
    """Whether the folder's engine runs."""
    state = _running_state(directory)
    return Status(running=True, pid=state.pid, uri=state.uri, since=state.created) if state else Status(running=False)


def stop(directory: Path) -> bool:
    """End the folder's engine by its own process id and wait for it; whether there was one."""
    state = _running_state(directory)
    if state is None:
        return False
    process = psutil.Process(state.pid)
    process.terminate()
    try:
        process.wait(STOP_TIMEOUT_S)
    except psutil.TimeoutExpired:
        process.kill()
        process.wait(STOP_TIMEOUT_S)
    (directory / "state.json").unlink(missing_ok=True)
    return True


def _start(directory: Path, heap: str, idle_minutes: float) -> _State:
    (directory / "state.json").unlink(missing_ok=True)
    bolt_port, http_port = _free_ports(2)
    # Loopback only; the password is read from its file, never from the command line.
    command = [sys.executable, "-m", "graph.embedded.server", str(directory.absolute()), str(bolt_port), str(http_port)]
    log = directory / "engine.log"
    # Spawned in a session of its own, with nothing of ours open, so that it outlives the command that needs it.
    pid = os.posix_spawn(
        sys.executable,
        [*command, heap, str(idle_minutes)],
        _environment(),
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(log), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
        setsid=True,
    )
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        state = _running_state(directory)
        if state is not None:
            return state
        if os.waitpid(pid, os.WNOHANG)[0] == pid:
            break
        time.sleep(_POLL_S)
    else:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    message = f"the embedded graph did not start: {_last_word(log)} (see {log})"
    raise GraphStartFailed(message)


def _environment() -> dict[str, str]:
    """Environment of the child: ours, with the place our packages are found in."""
    here = str(Path(__file__).resolve().parents[2])
    paths = [here, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def _running_state(directory: Path) -> _State | None:
    try:
        state = _State(**json.loads((directory / "state.json").read_text(encoding="utf-8")))
        process = psutil.Process(state.pid)
        # The system reuses process ids: only one born when ours was is ours.
        is_ours = abs(process.create_time() - state.created) < 1 and process.status() != psutil.STATUS_ZOMBIE
    except (OSError, ValueError, TypeError, psutil.NoSuchProcess):
        return None
    return state if is_ours else None


def write_state(directory: Path, uri: str) -> None:
    """Say, from inside the engine's process, that it listens."""
    state = _State(os.getpid(), psutil.Process().create_time(), uri)
    temporary = directory / "state.new"
    temporary.write_text(json.dumps(asdict(state)), encoding="utf-8")
    temporary.rename(directory / "state.json")


def _password(directory: Path) -> str:
    """Password of the engine, made when there is none; under the lock, so by one command alone."""
    path = directory / "password"
    if not path.exists():
        temporary = directory / "password.new"
        temporary.unlink(missing_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(secrets.token_urlsafe(24))
        temporary.rename(path)
    return path.read_text()


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]
    finally:
        for one in sockets:
            one.close()


def _last_word(log: Path) -> str:
    try:
        lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    except OSError:
        return "it left no log"
    telling = [line for line in lines[-40:] if "Error" in line or "Exception" in line or "SEVER" in line]
    return (telling or lines or ["it left an empty log"])[-1].strip()[:300]
