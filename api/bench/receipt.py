"""From the upload of the file that decides to the receipt of its alert: the service as it is served, a receiver over TLS."""

import csv
import io
import ssl
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx2
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from api.bench.process import waterbed
from api.bench.service.served import served
from api.home import Home
from graph.geography import load_municipalities

AT_MOST_S = 15.0
GIVEN_UP_S = 60.0
NAME = "localhost"


class Receiver:
    """What a receiver of alerts got: recipients, in the order of receipt."""

    def __init__(self) -> None:
        self.arrived = threading.Condition()
        self.recipients: list[str] = []

    def wait_for(self, recipient: str, since: int) -> bool:
        """Whether a message for a recipient came after the first ``since`` ones, before it is given up."""
        with self.arrived:
            return self.arrived.wait_for(lambda: recipient in self.recipients[since:], GIVEN_UP_S)


def received(home: Path, records: Sequence[Mapping[str, str]], *, folder: Path) -> Iterator[dict[str, object]]:
    """A row for each record: seconds from the beginning of its upload until the alert has come to the new town's receiver.

    Parameters
    ----------
    home
        A home that holds everything but these records. It is served as a demo: with a role that is chosen.
    records
        One by one the last of somebody who then reappears.
    folder
        Where the receiver's certificate lies meanwhile.

    Raises
    ------
    RuntimeError
        When a command fails, or an upload is refused.
    """
    towns = sorted({load_municipalities().current(r["municipality"]) for r in records})
    authority = _certificate(folder)
    with _receiving(authority) as (receiver, port):
        Home(home).alert_plan.write_text(_plan(towns, port, authority), encoding="utf-8")
        waterbed(home, ["alerts", "keys", "--new"])
        waterbed(home, ["alerts", "deliver"])
        with served(home) as address:
            for record in records:
                yield _row(address, receiver, record)


def _row(address: str, receiver: Receiver, record: Mapping[str, str]) -> dict[str, object]:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(record))
    writer.writeheader()
    writer.writerow(record)
    town = load_municipalities().current(record["municipality"])
    with httpx2.Client(base_url=f"http://{address}", timeout=GIVEN_UP_S) as client:
        choice = {"role": "data_officer", "units": ["NL"], "name": "bench", "sources": [record["source_id"]]}
        token = client.post("/v1/login/role", json=choice).json()["csrfToken"]
        before, begun = len(receiver.recipients), time.perf_counter()
        headers = {"X-CSRF-Token": token, "Content-Type": "text/csv"}
        sent = client.post("/v1/uploads", params={"fileName": "one.csv"}, content=out.getvalue(), headers=headers)
        if sent.status_code != 202:
            message = f"the upload was answered with {sent.status_code}"
            raise RuntimeError(message)
        has_come = receiver.wait_for(town, before)
        seconds = time.perf_counter() - begun
    return {
        "what": "reappearance, upload to receipt",
        "alerts": int(has_come),
        "seconds": seconds,
        "target": f"<= {AT_MOST_S:g} s",
        "met": has_come and seconds <= AT_MOST_S,
    }


def _plan(towns: Sequence[str], port: int, authority: Path) -> str:
    targets = "".join(f'[[targets]]\nrecipient = "{t}"\nurl = "https://{NAME}:{port}/{t}"\n' for t in towns)
    return (
        'source = "urn:nld:oin:00000000000000000000:systeem:waterbed"\nbase = "https://waterbed.example"\n'
        f'hosts = ["{NAME}:{port}"]\nnetworks = ["127.0.0.0/8", "::1/128"]\nauthorities = "{authority}"\n'
        f'[tell.reappearance]\nto = ["municipality"]\n{targets}'
    )


@contextmanager
def _receiving(certificate: Path) -> Iterator[tuple[Receiver, int]]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            with receiver.arrived:
                receiver.recipients.append(self.path.removeprefix("/"))
                receiver.arrived.notify_all()
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver, server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


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
