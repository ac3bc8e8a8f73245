"""How an installation takes signals: ``signals.toml`` in its home.

::

    source_id = "meldpunt-maasrand"             # the register that signals of residents come into
    legal_basis = "AVG art. 6 lid 1 sub e"
    purpose = "signalering"
    municipalities = ["GM0599", "GM0502"]         # which the form is for; without it all

    [organisations.zorg-maasrand]                 # the register of an organisation that has a code
    reporter_type = "care"
    legal_basis = "AVG art. 6 lid 1 sub a"
    purpose = "zorg"
    regime = "AVG"
    code_sha256 = "…"                             # as `waterbed signals code` prints it

A resident is asked for no name, and names nobody: such a signal is one about premises. Who shows the code of an
organisation reports into that organisation's register, and may name a person, as far as the policy's rules on consent
allow it. A code has 128 random bits, so its plain digest is safe to keep.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.errors import PolicyError
from graph.geography import load_municipalities
from graph.model import Regime, ReporterType
from ingest.policy import Policy
from ingest.reader import is_source
from ingest.settings_file import Defect, parsed, settings_text

KEYS = ("source_id", "legal_basis", "purpose", "municipalities", "organisations")
ORGANISATION_KEYS = ("reporter_type", "legal_basis", "purpose", "regime", "code_sha256")
CODE_BYTES = 16


@dataclass(frozen=True, slots=True)
class Register:
    """Where signals of one kind of reporter come into, and on which basis. ``code`` is the digest of its code."""

    source_id: str
    reporter_type: ReporterType
    legal_basis: str
    purpose: str
    regime: Regime = Regime.AVG
    code: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SignalSettings:
    """Registers of residents and of organisations; ``municipalities`` are the codes that signals may be about."""

    residents: Register
    organisations: tuple[Register, ...] = ()
    municipalities: frozenset[str] = frozenset()

    def with_code(self, code: str) -> Register | None:
        """Register of the organisation whose code this is."""
        shown = code_digest(code)
        found = [o for o in self.organisations if secrets.compare_digest(o.code, shown)]
        return found[0] if found else None

    def takes(self, municipality: str) -> bool:
        """Whether signals about a municipality are taken here."""
        return not self.municipalities or municipality in self.municipalities


def code_digest(code: str) -> str:
    """Digest of a code, as the file keeps it; blanks and case of the code don't count."""
    return hashlib.sha256("".join(code.split()).lower().encode()).hexdigest()


def new_code() -> tuple[str, str]:
    """A new code, and its digest."""
    code = secrets.token_hex(CODE_BYTES)
    return code, code_digest(code)


def load_signal_settings(path: Path, policy: Policy) -> SignalSettings | None:
    """Read how signals are taken; None where they aren't.

    Without a file they are taken only where the home has no policy: then any basis and purpose goes.

    Raises
    ------
    PolicyError
        When the file can't be used, or says what the policy doesn't accept.
    """
    text = settings_text(path, "file of signals", PolicyError)
    if text is None:
        open_to = Register("meldpunt", ReporterType.RESIDENT, "AVG art. 6 lid 1 sub e", "signalering_mensenhandel")
        return SignalSettings(open_to) if policy.is_open else None
    return parsed(text, "file of signals", str(path), lambda content: _settings(content, policy), PolicyError)


def _settings(content: Mapping[str, Any], policy: Policy) -> SignalSettings:
    _only(content, KEYS, "")
    residents = _register(content, "", ReporterType.RESIDENT, policy)
    towns = content.get("municipalities", [])
    known = load_municipalities()
    if not isinstance(towns, list) or any(t not in known for t in towns):
        message = 'municipalities is a list of codes: write municipalities = ["GM0599"]'
        raise Defect(message)
    said = content.get("organisations", {})
    if not isinstance(said, dict) or not all(isinstance(one, dict) for one in said.values()):
        message = "write a section [organisations.NAME] for each organisation"
        raise Defect(message)
    organisations = tuple(_organisation(name, one, policy) for name, one in said.items())
    if len({o.code for o in organisations} | {""}) <= len(organisations):
        message = "two organisations have the same code: make one anew with `waterbed signals code`"
        raise Defect(message)
    return SignalSettings(residents, organisations, frozenset(towns))


def _organisation(name: str, said: Mapping[str, Any], policy: Policy) -> Register:
    where = f"[organisations.{name}] "
    _only(said, ORGANISATION_KEYS, where)
    try:
        reporter, regime = ReporterType(said.get("reporter_type", "")), Regime(said.get("regime", "AVG"))
    except ValueError:
        message = f"{where}needs reporter_type and regime in the words of the contract"
        raise Defect(message) from None
    code = said.get("code_sha256", "")
    if not isinstance(code, str) or len(code) != 64 or set(code) - set("0123456789abcdef"):
        message = f"{where}needs code_sha256: copy it from `waterbed signals code`"
        raise Defect(message)
    found = _register({**said, "source_id": name}, where, reporter, policy)
    return Register(found.source_id, reporter, found.legal_basis, found.purpose, regime, code)


def _register(said: Mapping[str, Any], where: str, reporter: ReporterType, policy: Policy) -> Register:
    source, basis, purpose = (said.get(key, "") for key in ("source_id", "legal_basis", "purpose"))
    if not all(isinstance(text, str) and text.strip() for text in (source, basis, purpose)) or not is_source(source):
        message = f"{where}needs source_id (letters, digits and -_.), legal_basis and purpose"
        raise Defect(message)
    if not policy.accepts_basis(basis):
        message = f"{where}names a legal_basis that the policy doesn't list"
        raise Defect(message)
    if not policy.accepts_purpose(purpose):
        message = f"{where}names a purpose that the policy doesn't list"
        raise Defect(message)
    if not policy.accepts_reporter(reporter):
        message = f"{where}reports as {reporter}, which the policy doesn't list under reporters"
        raise Defect(message)
    return Register(source, reporter, basis, purpose)


def _only(said: Mapping[str, Any], keys: tuple[str, ...], where: str) -> None:
    unknown = sorted(set(said) - set(keys))
    if unknown:
        message = f"{where}{unknown[0]!r} is not a key of it: one of {', '.join(keys)}"
        raise Defect(message)
