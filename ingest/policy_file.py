"""The policy file: TOML, every key of a fixed type, and every defect told in one line with how to mend it.

A policy decides whose data may come in and how long they stay, so nothing in it is guessed: ``"yes"`` is not ``true``,
``1825.0`` is not a number of days, and a key that isn't known is an error rather than a setting that does nothing.

| key | type | needed | means |
|---|---|---|---|
| ``purposes`` | list of texts | yes | purposes of the rows that come in |
| ``[bases]`` | text = days | yes | legal bases, and how long a row may be kept; 0: no term yet |
| ``export_purposes`` | list of texts | | purposes of those who read; absent: the purposes of rows |
| ``reporters`` | list of reporter types | | whose rows may come in; absent: all |
| ``consent_required`` | list of reporter types | | of whom a person needs consent ``given``; absent: as the contract |
| ``plain_ingest`` | true or false | | whether plain files may come in; absent: sealed ones only |
| ``match_unassessed`` | one of the bases | | on which Unassessed rows are compared once; absent: they never are |
| ``vault_days`` | days, at least 1 | | how long tokens for linkage are kept after an encounter; absent: as long as it |
| ``[terms]`` | ``premises_signals`` = days | | term of signals about premises; absent: that of their basis |
"""

from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from graph.errors import PolicyError
from graph.model import CONSENT_REQUIRED, ReporterType
from ingest.policy import Policy
from ingest.settings_file import Defect, parsed, settings_text

KEYS = (
    "purposes", "export_purposes", "reporters", "consent_required", "plain_ingest", "match_unassessed", "bases",
    "terms", "vault_days",
)  # fmt: skip
TERMS = ("premises_signals",)
MAX_DAYS = 36_525
"""A hundred years: more is a slip of the pen."""
MAX_CHARACTERS = 200
"""As long as the cells that a basis or purpose is compared with."""

T = TypeVar("T")


def load_policy(path: Path) -> Policy:
    """Read the policy of an installation; the open one where there is no file.

    Raises
    ------
    PolicyError
        With one line that names the key and says how to mend it, when the file can't be used.
    """
    text = settings_text(path, "policy", PolicyError)
    return Policy() if text is None else parse_policy(text, name=str(path))


def parse_policy(text: str, *, name: str) -> Policy:
    """Policy of a TOML text.

    Raises
    ------
    PolicyError
        When it can't be used; ``name`` says where it stands.
    """
    return parsed(text, "policy", name, _policy, PolicyError)


def demo_policy() -> str:
    """Text of the policy that the demo runs under: every key, with its reason."""
    return files("ingest").joinpath("policy_demo.toml").read_text(encoding="utf-8")


def _policy(content: Mapping[str, Any]) -> Policy:
    unknown = sorted(set(content) - set(KEYS))
    if unknown:
        message = f"{unknown[0]!r} is not a key of policies: one of {', '.join(KEYS)}"
        raise Defect(message)
    for key in ("bases", "purposes"):
        if not content.get(key):
            message = f"{key} is missing or empty: list at least one"
            raise Defect(message)
    bases = _days(content["bases"], "bases")
    terms = _days(content.get("terms", {}), "terms", known=TERMS)
    matched = _given(content, "match_unassessed", _text)
    if matched is not None and matched not in bases:
        message = f'match_unassessed is one of [bases], and "{matched}" is not: add it there with its days'
        raise Defect(message)
    reporters = _given(content, "reporters", _reporters)
    consent = _given(content, "consent_required", _reporters)
    purposes = _given(content, "purposes", _texts)
    return Policy(
        bases=bases,
        purposes=purposes,
        export_purposes=_given(content, "export_purposes", _texts),
        reporters=frozenset(ReporterType) if reporters is None else reporters,
        consent_required=CONSENT_REQUIRED if consent is None else consent,
        plain_ingest=bool(_given(content, "plain_ingest", _flag)),
        match_unassessed=matched,
        premises_signal_days=terms.get("premises_signals"),
        vault_days=_given(content, "vault_days", _term),
    )


def _given(content: Mapping[str, Any], key: str, read: Callable[[Any, str], T]) -> T | None:
    return read(content[key], key) if key in content else None


def _term(value: Any, key: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MAX_DAYS:
        message = f"{key} is a number of days from 1 to {MAX_DAYS}, without quotes: write {key} = 1095"
        raise Defect(message)
    return value


def _flag(value: Any, key: str) -> bool:
    if not isinstance(value, bool):
        message = f"{key} is true or false, without quotes: write {key} = false"
        raise Defect(message)
    return value


def _text(value: Any, key: str) -> str:
    if not isinstance(value, str) or not value.strip():
        message = f'{key} holds something that is not a text: write it in quotes, as "signalering"'
        raise Defect(message)
    if value != value.strip() or len(value) > MAX_CHARACTERS or not value.isprintable():
        message = f"{key} holds a text with blanks around it, of over {MAX_CHARACTERS} characters, or not printable"
        raise Defect(message)
    return value


def _texts(value: Any, key: str) -> frozenset[str]:
    if not isinstance(value, list):
        message = f'{key} is a list: write {key} = ["…"]'
        raise Defect(message)
    found = [_text(one, key) for one in value]
    twice = sorted({one for one in found if found.count(one) > 1})
    if twice:
        message = f'{key} holds "{twice[0]}" twice: keep one'
        raise Defect(message)
    return frozenset(found)


def _reporters(value: Any, key: str) -> frozenset[ReporterType]:
    found = _texts(value, key)
    unknown = sorted(found - set(ReporterType))
    if unknown:
        message = f'{key} holds "{unknown[0]}", which is no reporter type: one of {", ".join(ReporterType)}'
        raise Defect(message)
    return frozenset(ReporterType(one) for one in found)


def _days(value: Any, key: str, *, known: tuple[str, ...] | None = None) -> dict[str, int]:
    if not isinstance(value, dict):
        message = f"{key} is a section: write [{key}], and under it a line of days for each"
        raise Defect(message)
    for name, days in value.items():
        _text(name, key)
        if known is not None and name not in known:
            message = f"[{key}] names {name!r}, which has no term of its own: one of {', '.join(known)}"
            raise Defect(message)
        if isinstance(days, bool) or not isinstance(days, int) or not 0 <= days <= MAX_DAYS:
            message = f'[{key}] "{name}" is a whole number of days from 0 to {MAX_DAYS}, 0 where no term is set yet'
            raise Defect(message)
    return dict(value)
