"""Receivers of alerts over TLS on this machine, a path each: those that answer, those that hang, those that drip."""

import json
import ssl
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from api.bench.process import waterbed
from api.home import Home

NAME = "localhost"
ANSWERS, HANGS, DRIPS = "answers", "hangs", "drips"
DRIP_S = 1.0
"""Between two bytes of an answer that drips."""


class Receivers:
    """What came: for each message the moment it was there as a whole, in seconds of the process's steady clock."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._ended = threading.Event()
        self._arrived: dict[str, tuple[str, float]] = {}

    def take(self, recipient: str, message: str) -> None:
        """Note a message; the same one again changes nothing."""
        with self._changed:
            self._arrived.setdefault(message, (recipient, time.perf_counter()))
            self._changed.notify_all()

    def recipients(self) -> list[str]:
        """Whom the messages were for, in the order in which they came."""
        with self._changed:
            return [recipient for recipient, _ in self._arrived.values()]

    def arrived_s(self) -> dict[str, float]:
        """When each message was there."""
        with self._changed:
            return {message: at for message, (_, at) in self._arrived.items()}

    def wait_for(self, recipient: str, since: int, *, at_most_s: float) -> bool:
        """Whether a message for a recipient comes after the first ``since`` ones, before it is given up."""
        with self._changed:
            return self._changed.wait_for(
                lambda: recipient in [r for r, _ in self._arrived.values()][since:], timeout=at_most_s
            )

    def wait_until_end(self, seconds: float | None = None) -> bool:
        """Wait for the end, or some seconds; whether it is the end."""
        return self._ended.wait(seconds)

    def end(self) -> None:
        """Let go whoever hangs."""
        self._ended.set()


@contextmanager
def receiving(folder: Path) -> Iterator[tuple[Receivers, int, Path]]:
    """Receive alerts meanwhile; gives what came, the port, and the file of the certificate that is to be trusted.

    Parameters
    ----------
    folder
        Where the certificate lies.
    """
    receivers, certificate = Receivers(), _certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(receivers))
    # Hands are shaken by the thread of the connection, so that no caller keeps another waiting.
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receivers, server.server_address[1], certificate
    finally:
        receivers.end()
        server.shutdown()
        server.server_close()
        thread.join()


def told_here(home: Path, plan: str) -> None:
    """Let a home follow a plan of alerts, with keys to sign with."""
    Home(home).alert_plan.write_text(plan, encoding="utf-8")
    if not Home(home).alert_keys.exists():
        waterbed(home, ["alerts", "keys", "--new"])


def plan_for(manners: Mapping[str, str], port: int, certificate: Path, *, told: Sequence[str] = ()) -> str:
    """Text of a plan of alerts for receivers here.

    Parameters
    ----------
    manners
        How the receiver of each recipient behaves.
    port, certificate
        As :func:`receiving` gives them.
    told
        Who is told of a reappearance: municipality, police, care.
    """
    targets = "".join(
        f'[[targets]]\nrecipient = "{recipient}"\nurl = "https://{NAME}:{port}/{manner}/{recipient}"\n'
        for recipient, manner in manners.items()
    )
    tell = f"[tell.reappearance]\nto = {json.dumps(list(told))}\n" if told else ""
    return (
        'source = "urn:nld:oin:00000000000000000000:systeem:waterbed"\nbase = "https://waterbed.example"\n'
        f'hosts = ["{NAME}:{port}"]\nnetworks = ["127.0.0.0/8", "::1/128"]\nauthorities = "{certificate}"\n'
        f"{tell}{targets}"
    )


def _handler(receivers: Receivers) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            manner, _, recipient = self.path.strip("/").partition("/")
            if manner == HANGS:
                receivers.wait_until_end()
            elif manner == DRIPS:
                self._drip()
            else:
                receivers.take(recipient, self.headers["webhook-id"])
                self.send_response(204)
                self.end_headers()

        def _drip(self) -> None:
            for byte in b"HTTP/1.1 204 No Content\r\nX-Slow: " + b"x" * 10_000:
                try:
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                except OSError:
                    return
                if receivers.wait_until_end(DRIP_S):
                    return

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    return Handler


def _certificate(folder: Path) -> Path:
    """File with a new key and a certificate of its own for this machine, for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / "receiver.pem"
    file.write_bytes(private + builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return file
