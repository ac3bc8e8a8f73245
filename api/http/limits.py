"""How often somebody may ask: a bucket of tokens for each, filled at a steady rate."""

import hmac
import math
import secrets
import threading
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address

MOST_BUCKETS = 20_000


@dataclass(frozen=True, slots=True)
class Rate:
    """``per_s`` requests a second on average, ``burst`` at once."""

    per_s: float
    burst: int


class Limiter:
    """Buckets by name; the fullest are forgotten first, as a new one is full too."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._lock = threading.Lock()
        self._left: dict[str, tuple[float, float]] = {}

    def wait_s(self, name: str, *, now_s: float) -> int:
        """Seconds until a request may come, 0 where this one may and is counted. ``now_s`` is a steady clock."""
        with self._lock:
            left, at = self._left.get(name, (float(self._rate.burst), now_s))
            left = min(self._rate.burst, left + (now_s - at) * self._rate.per_s)
            may = left >= 1
            if len(self._left) >= MOST_BUCKETS and name not in self._left:
                del self._left[max(self._left, key=lambda k: self._left[k])]
            self._left[name] = (left - 1 if may else left, now_s)
            return 0 if may else max(1, math.ceil((1 - left) / self._rate.per_s))


@dataclass(frozen=True, slots=True)
class Visitors:
    """Names for addresses that call, under a key of this process alone: nobody can tell an address from its name.

    All addresses of an IPv6 network of 64 bits, which one household has, are one visitor.
    """

    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def name(self, address: str) -> str:
        """Name of whoever calls from an address."""
        try:
            at = ip_address(address)
            whole = at.packed[:8] if isinstance(at, IPv6Address) and at.ipv4_mapped is None else at.packed
        except ValueError:
            whole = address.encode()
        return hmac.digest(self._key, whole, "sha256").hex()
