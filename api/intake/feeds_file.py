"""Services that leave files here at any hour: ``feeds.toml`` in the home.

::

    [feeds.advertentiescan]                      # the register that its rows are of
    folder = "drop/advertentiescan"              # where it leaves files; below the home unless absolute
    token_sha256 = "…"                           # lets it send files over https, as `waterbed feed token` prints it

A feed may send rows of its own register alone, as reporter type ``platform``. A token has 128 random bits, so its plain
digest is safe to keep.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from api.intake.signals_file import code_digest
from graph.errors import PolicyError
from graph.model import ReporterType
from ingest.policy import Policy
from ingest.reader import is_source
from ingest.settings_file import Defect, parsed, settings_text

KEYS = ("folder", "token_sha256")


@dataclass(frozen=True, slots=True)
class Feed:
    """A service that leaves files: its register, the folder, and the digest of its token (empty: over no network)."""

    source_id: str
    folder: Path
    token: str = field(default="", repr=False)

    def is_shown(self, token: str) -> bool:
        """Whether a token is this feed's."""
        return bool(self.token) and secrets.compare_digest(self.token, code_digest(token))

    def narrowed(self, policy: Policy) -> Policy:
        """Policy as it holds for what this feed sends."""
        return replace(policy, sources=frozenset({self.source_id}), reporters=frozenset({ReporterType.PLATFORM}))


def load_feeds(path: Path, root: Path) -> tuple[Feed, ...]:
    """Read which feeds a home takes; none where there is no file.

    Parameters
    ----------
    path
        The file.
    root
        Folder of the home, which relative folders lie below.

    Raises
    ------
    PolicyError
        With one line, when the file can't be used.
    """
    text = settings_text(path, "file of feeds", PolicyError)
    if text is None:
        return ()
    return parsed(text, "file of feeds", str(path), lambda content: _feeds(content, root), PolicyError)


def _feeds(content: Mapping[str, Any], root: Path) -> tuple[Feed, ...]:
    said = content.get("feeds")
    if set(content) != {"feeds"} or not isinstance(said, dict) or not said:
        message = "it holds sections [feeds.REGISTER] and nothing else"
        raise Defect(message)
    feeds = tuple(_feed(name, one, root) for name, one in said.items())
    if len({f.folder for f in feeds}) < len(feeds):
        message = "two feeds have one folder: give each its own, or nobody can tell whose a file is"
        raise Defect(message)
    return feeds


def _feed(name: str, said: object, root: Path) -> Feed:
    if not isinstance(said, dict) or set(said) - set(KEYS) or not is_source(name):
        message = f"[feeds.{name}] is named for a register (letters, digits and -_.) and has {' and '.join(KEYS)}"
        raise Defect(message)
    folder, token = said.get("folder", ""), said.get("token_sha256", "")
    if not isinstance(folder, str) or not folder.strip():
        message = f"[feeds.{name}] needs a folder: the one where the service leaves its files"
        raise Defect(message)
    if not isinstance(token, str) or (token and (len(token) != 64 or set(token) - set("0123456789abcdef"))):
        message = f"[feeds.{name}] token_sha256 is no digest: copy it from `waterbed feed token`"
        raise Defect(message)
    return Feed(name, (root / folder).resolve(), token)
