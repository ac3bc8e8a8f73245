"""Where an alert may be sent: to hosts that the plan allows, over TLS, and never into a network nobody named.

An address that is typed in, or that a name leads to, may point at what only this machine can reach: its own services,
a router, a cloud's store of passwords. So a host is a name on the list, letter for letter; every address the name has
is looked at, not only the first; an address that isn't public, or that wraps another (IPv4 in IPv6), is refused unless
its network is named; and the address that was looked at is the one that is called.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

HTTPS_PORT = 443
_URL = re.compile("https://" r"(?P<host>[a-z0-9.-]{1,253})(?::(?P<port>[1-9]\d{0,4}))?(?P<path>/[!-~]*)?", re.ASCII)
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
_PUBLIC_V6 = ip_network("2000::/3")
_WRAPPED = tuple(
    ip_network(text)
    for text in (
        "::/96",  # IPv4-compatible
        "::ffff:0:0/96",  # IPv4-mapped
        "::ffff:0:0:0/96",  # IPv4-translated
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",  # local NAT64
        "2001::/32",  # Teredo
        "2002::/16",  # 6to4
    )
)
"""Networks of addresses that hold another address, which is where a packet would end."""

_SPECIAL = tuple(
    ip_network(text)
    for text in (
        "192.0.0.0/24",  # protocol assignments
        "192.88.99.0/24",  # relays of 6to4
        "2001::/23",  # protocol assignments
        "2001:db8::/32",  # documentation
        "3fff::/20",  # documentation
    )
)
"""Networks for special purposes that versions of Python take for public ones (IANA's registries)."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What an address of the web says: host, port and path with its query."""

    host: str
    port: int
    path: str

    @property
    def name(self) -> str:
        """Host, with the port where it isn't the usual one: as the plan's list has it."""
        return self.host if self.port == HTTPS_PORT else f"{self.host}:{self.port}"


def endpoint(url: str) -> Endpoint | None:
    """Endpoint of a plainly written https address; None for anything else.

    Plainly written: lower case, a host of letters, digits and hyphens that isn't a number in any notation, no user, no
    fragment, no blank.
    """
    found = _URL.fullmatch(url)
    if found is None or "#" in url or "\\" in url:
        return None
    host, port = found["host"], int(found["port"] or HTTPS_PORT)
    if not is_host_name(host) or port > 65_535:
        return None
    return Endpoint(host, port, found["path"] or "/")


def is_host_name(host: str) -> bool:
    """Whether a text is a host's name in lower case, and no number that some system reads as an address."""
    labels = host.split(".")
    return (
        all(_LABEL.fullmatch(label) for label in labels)
        and re.fullmatch(r"[a-z]{2,63}|xn--[a-z0-9-]+", labels[-1]) is not None
    )


def why_refused(url: str, allowed: Collection[str]) -> str | None:
    """Why an alert may not be sent to an address; None where it may.

    ``allowed`` lists hosts, with their port where it isn't 443.
    """
    to = endpoint(url)
    if to is None:
        return "is no plainly written https address: https://host.example/path"
    if to.name not in allowed:
        return f"leads to {to.name}, which is not in the list of allowed hosts"
    return None


def pinned(addresses: Iterable[str], named: Collection[Network]) -> Address | None:
    """The address to call among all that a name has; None where there is none, or any of them must not be called."""
    found: list[Address] = []
    for text in addresses:
        try:
            found.append(ip_address(text))
        except ValueError:
            return None
    return found[0] if found and all(may_be_called(one, named) for one in found) else None


def may_be_called(address: Address, named: Collection[Network]) -> bool:
    """Whether an address is public, or in a network that the plan names."""
    if isinstance(address, IPv6Address) and address.scope_id is not None:
        return False
    if any(address in network for network in named if network.version == address.version):
        return True
    if address.is_multicast or not address.is_global:
        return False
    if isinstance(address, IPv6Address) and address not in _PUBLIC_V6:
        return False
    return not any(address in network for network in (*_WRAPPED, *_SPECIAL) if network.version == address.version)
