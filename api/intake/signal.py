"""One signal, from what somebody filled in to a sealed file that waits for the next ingest.

What was filled in is a row of the data contract and is read as one: the same columns, the same rules, the same
refusals. It is sealed at once, as a sender would (:mod:`ingest.sealing`), so that nothing plain touches a disk, and is
on disk before its number is told. There is no column for a story: free text is never stored, so none is asked for.
"""

import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

from api.intake.signals_file import Register, SignalSettings
from graph.errors import Busy, WaterbedError
from graph.geography import load_municipalities
from graph.model import Channel, Status
from ingest.contract import ENCOUNTER_COLUMNS
from ingest.fields.dates import LOCAL_TIME
from ingest.formats import RawRow, Table
from ingest.keys import Keyring
from ingest.policy import Policy
from ingest.reader import Notes, Reader, Refused
from ingest.report import Reduced
from ingest.sealing.write import seal
from ingest.stages import KEY_BYTES, RegionStage
from ingest.validation import kept_or_reduced, read_report

PLACE_COLUMNS = (
    "exploitation_form", "municipality", "premises_kind", "premises_address", "observed_on", "phones", "advert_ids",
    "vehicle_plates",
)  # fmt: skip
"""What anybody may fill in."""

WORK_COLUMNS = ("consent_status", "given_name", "name_prefix", "family_name", "birth_date", "sex", "nationality")
"""What an organisation may fill in besides."""

MOST_CHARACTERS = 200
MOST_WAITING = 20_000
"""Signals that may wait to be stored; more come from nobody who saw something."""

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Letters and digits that aren't taken for each other on the telephone."""
NUMBER_CHARACTERS = 15

NO_CONSENT, TOO_LONG, WRONG_CODE, NOT_HERE = "consent", "too long", "code", "not here"


@dataclass(frozen=True, slots=True, repr=False)
class Signal:
    """A signal that may be kept: its register, its cells, and the number that says nothing of it."""

    register: Register
    cells: Mapping[str, str]
    number: str

    def __repr__(self) -> str:
        """Show the register, never what was filled in."""
        return f"Signal({self.register.source_id})"


@dataclass(frozen=True, slots=True)
class Defects:
    """What to mend before a signal can be taken: a reason by column; never a value."""

    reasons: Mapping[str, str]


def number_of(keyring: Keyring, once: str) -> str:
    """Number of a signal, for whoever made it: it tells nothing, and finds the signal again.

    ``once`` is random and belongs to one filling in of the form, so that sending it twice gives the same record.
    """
    left = int.from_bytes(hmac.digest(keyring.audit, b"number of a signal\x1f" + once.encode(), "sha256"), "big")
    drawn = ""
    for _ in range(NUMBER_CHARACTERS):
        left, at = divmod(left, len(_ALPHABET))
        drawn += _ALPHABET[at]
    return "-".join(drawn[i : i + 5] for i in range(0, NUMBER_CHARACTERS, 5))


def read_signal(
    given: Mapping[str, str], settings: SignalSettings, policy: Policy, *, code: str, number: str, now: datetime
) -> Signal | Defects:
    """Read what was filled in, by the rules for rows of files.

    Parameters
    ----------
    given
        Cells by canonical column; what may not be filled in is left out.
    settings, policy
        What the installation takes.
    code
        Code of an organisation, or empty.
    number
        The signal's own, which becomes its record number.
    now
        When it came (UTC).
    """
    register = settings.with_code(code) if code.strip() else settings.residents
    if register is None:
        return Defects({"code": WRONG_CODE})
    asked = (*PLACE_COLUMNS, *(WORK_COLUMNS if register.code else ()))
    cells = {c: " ".join(given.get(c, "").split()) for c in asked}
    wrong = {c: TOO_LONG for c, cell in cells.items() if len(cell) > MOST_CHARACTERS}
    cells = {c: cell for c, cell in cells.items() if cell} | {
        "source_id": register.source_id,
        "record_id": number,
        "reporter_type": register.reporter_type.value,
        "channel": Channel.SIGNAL.value,
        "status": Status.POSSIBLE.value,
        "legal_basis": register.legal_basis,
        "purpose": register.purpose,
        "regime": register.regime.value,
    }
    wrong = wrong or _wrong(cells, settings, policy, now)
    return Defects(wrong) if wrong else Signal(register, cells, number)


def _wrong(cells: Mapping[str, str], settings: SignalSettings, policy: Policy, now: datetime) -> dict[str, str]:
    """What is wrong with the cells of a signal, by column."""
    notes, table = Notes(), load_municipalities()
    today = now.astimezone(LOCAL_TIME).date()
    reader = Reader(policy, table, today, None, notes)
    said, wrong = dict(cells), dict[str, str]()
    # A row is refused for its first defect; whoever fills in a form is told of all, so another stands in for that one.
    stand_ins = {"observed_on": f"{today:%Y}", "municipality": next(iter(table)).code}
    while True:
        try:
            report = read_report(RawRow(1, said), reader)
            break
        except Refused as refused:
            is_first = refused.column not in wrong
            wrong[refused.column] = refused.reason
            if not is_first or refused.column not in stand_ins:
                return wrong
            said[refused.column] = stand_ins[refused.column]
    if "municipality" not in wrong and not settings.takes(table.today(report.municipality)):
        wrong["municipality"] = NOT_HERE
    wrong |= {column: "not understood" for column, n in notes.wrong_cells.items() if n}
    if not wrong and isinstance(kept_or_reduced(report, policy), Reduced):
        return {"consent_status": NO_CONSENT}
    return wrong


def keep_signal(signal: Signal, folder: Path, keyring: Keyring, policy: Policy, *, now: datetime) -> Path:
    """Seal a signal and put it where the next ingest finds it; it is on disk when this returns.

    Raises
    ------
    KeyringMissing
        When the home has given its region key away: it can't seal.
    Busy
        When too many wait.
    WaterbedError
        When it can't be written.
    """
    key = keyring.region_key()
    reader = Reader(policy, load_municipalities(), now.astimezone(LOCAL_TIME).date(), None, Notes())
    rows = (RawRow(1, signal.cells),)
    table = Table(Path("signal"), "encounters", ENCOUNTER_COLUMNS, (), None, lambda: iter(rows))
    sealed = BytesIO()
    seal(
        table,
        sealed,
        key,
        reader,
        batch=RegionStage(key.base).token("file", f"signal {secrets.token_hex(16)}"),
        file_key=secrets.token_bytes(KEY_BYTES),
        on_rows=lambda _n: None,
    )
    path = folder / f"{secrets.token_hex(16)}.sealed"
    if sum(1 for _ in os.scandir(folder)) >= MOST_WAITING:
        message = "too many signals wait to be stored: try again later"
        raise Busy(message)
    _written(path, sealed.getvalue())
    return path


def _written(path: Path, content: bytes) -> None:
    """Write a file that appears whole or not at all, and is on disk."""
    temporary = path.with_suffix(".new")
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.rename(path)
        at = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(at)
        finally:
            os.close(at)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        message = f"a signal can't be kept ({error.strerror}): free the disk"
        raise WaterbedError(message) from None
