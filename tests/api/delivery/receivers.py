"""Receivers on this machine: a web server over TLS that behaves as it is told, and a mail server."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from api.delivery.calling import Outside, trusted

LOOPBACK = (ip_network("127.0.0.0/8"),)
HOST = "localhost"
Behaviour = Callable[["Received"], tuple[int, dict[str, str]]]


@dataclass(frozen=True)
class Received:
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """What a receiver got, and its effects by id; ``behave`` answers."""

    port: int = 0
    behave: Behaviour = lambda _r: (204, {})
    got: list[Received] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"https://{HOST}:{self.port}/waterbed"

    @property
    def effects(self) -> dict[str, set[bytes]]:
        """Bodies by id."""
        found: dict[str, set[bytes]] = {}
        for one in list(self.got):
            found.setdefault(one.headers["webhook-id"], set()).add(one.body)
        return found


def certificate(folder: Path, host: str = HOST) -> Path:
    """File with a new key and a certificate of its own for a host."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / f"{host}.pem"
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


def outside(pem: Path, *, limit_s: float = 10.0, address: str = "127.0.0.1") -> Outside:
    """The outside as a test has it: every name is this machine."""
    return Outside(trusted(str(pem)), LOOPBACK, lambda _host, _port: [address], limit_s)


@contextmanager
def web_receiver(pem: Path, behave: Behaviour | None = None) -> Iterator[Receiver]:
    """A web server over TLS for as long as the block lasts."""
    receiver = Receiver()
    if behave is not None:
        receiver.behave = behave

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            one = Received({k.lower(): v for k, v in self.headers.items()}, body)
            status, more = receiver.behave(one)
            receiver.got.append(one)
            self.send_response(status)
            for key, value in more.items():
                self.send_header(key, value)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            pass

    server = _QuietWeb((("127.0.0.1"), 0), Handler)
    server.context = _context(pem)
    receiver.port = server.server_address[1]
    with _serving(server):
        yield receiver


@contextmanager
def raw_receiver(pem: Path, talk: Callable[[ssl.SSLSocket], None]) -> Iterator[int]:
    """A server over TLS that talks as it likes; its port."""

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                talk(self.connection)

    server = _QuietTcp(("127.0.0.1", 0), Handler)
    server.context = _context(pem)
    with _serving(server):
        yield server.server_address[1]


def mail_talk(mails: list[str], *, refuses: bool = False) -> Callable[[ssl.SSLSocket], None]:
    """Conversation of a mail server that keeps what it is sent."""

    def talk(channel: ssl.SSLSocket) -> None:
        stream = channel.makefile("rwb")

        def say(line: str) -> None:
            stream.write(f"{line}\r\n".encode())
            stream.flush()

        say("220 mail.example")
        while line := stream.readline().decode().strip():
            word = line.split(" ", 1)[0].upper()
            if word == "DATA":
                say("354 go on")
                lines = []
                while (text := stream.readline().decode()) not in {".\r\n", ""}:
                    lines.append(text)
                mails.append("".join(lines))
                say("250 kept")
            elif word == "RCPT" and refuses:
                say("550 no such mailbox")
            else:
                say("221 bye" if word == "QUIT" else "250 ok")

    return talk


def closed_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class _Tls:
    context: ssl.SSLContext

    def get_request(self) -> tuple[socket.socket, object]:
        plain, address = self.socket.accept()  # type: ignore[attr-defined]
        return self.context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False), address

    def handle_error(self, *_args: object) -> None:
        """A caller that leaves early is no error of a test."""


class _QuietWeb(_Tls, ThreadingHTTPServer):
    daemon_threads = True


class _QuietTcp(_Tls, ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


def _context(pem: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


@contextmanager
def _serving(server: _QuietWeb | _QuietTcp) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
