"""How logins come to an installation: ``access.toml`` in its home.

::

    [provider]
    issuer = "https://login.example"            # OpenID Connect
    client_id = "waterbed"
    client_secret_file = "client-secret"           # beside this file; leave out for a public client
    redirect_uri = "https://waterbed.example/v1/login/return"
    role_claim = "waterbed_role"                   # and units_claim, sources_claim
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from api.access.oidc import Registered
from graph.errors import PolicyError

KEYS = (
    "issuer", "client_id", "client_secret_file", "redirect_uri", "role_claim", "units_claim", "sources_claim",
)  # fmt: skip
LOOPBACK = frozenset({"127.0.0.1", "localhost"})
RETURN_PATH = "/v1/login/return"


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``access.toml`` says: the provider, and by which name browsers reach the service."""

    registered: Registered
    host: str
    is_secure: bool


def load_settings(path: Path) -> Settings | None:
    """Read how logins come in; None where no file says so.

    Raises
    ------
    PolicyError
        When the file can't be used.
    """
    if not path.exists():
        return None
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        said = content["provider"]
        unknown = sorted({*(set(content) - {"provider"}), *(set(said) - set(KEYS))})
        secret_file = said.pop("client_secret_file", None)
        secret = (path.parent / secret_file).read_text(encoding="utf-8").strip() if secret_file else None
        registered = Registered(**{k: str(v) for k, v in said.items()}, client_secret=secret)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        message = f"{path} can't be used: it names a [provider] with issuer, client_id and redirect_uri"
        raise PolicyError(message) from None
    if unknown:
        message = f"{path}: {unknown[0]!r} is not a key of it: one of {', '.join(KEYS)} under [provider]"
        raise PolicyError(message)
    issuer, back = urlsplit(registered.issuer), urlsplit(registered.redirect_uri)
    for name, address in (("issuer", issuer), ("redirect_uri", back)):
        if not address.hostname or (address.scheme != "https" and address.hostname not in LOOPBACK):
            message = f"{path}: {name} begins with https://, but for one on this machine"
            raise PolicyError(message)
    if back.path != RETURN_PATH:
        message = f"{path}: redirect_uri ends in {RETURN_PATH}"
        raise PolicyError(message)
    return Settings(registered, back.hostname or "", back.scheme == "https")
