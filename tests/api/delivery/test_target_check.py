"""Tricks that lead a sender into the house it stands in."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.delivery.target_check import endpoint, may_be_called, pinned, why_refused

ALLOWED = {"desk.example", "desk.example:8443"}

PLAIN, TLS = (f"{scheme}//" for scheme in ("http:", "https:"))
NOTATIONS = [
    f"{PLAIN}desk.example/x",  # no TLS
    f"{TLS}127.0.0.1/x",
    f"{TLS}2130706433/x",  # 127.0.0.1 as one number
    f"{TLS}0x7f000001/x",
    f"{TLS}0x7f.0.0.1/x",
    f"{TLS}0177.0.0.1/x",  # octal
    f"{TLS}127.1/x",
    f"{TLS}0/x",
    f"{TLS}[::1]/x",
    f"{TLS}[::ffff:127.0.0.1]/x",
    f"{TLS}[fe80::1%25eth0]/x",
    f"{TLS}169.254.169.254/latest/meta-data",
    f"{TLS}localhost/x",
    f"{TLS}desk.example@127.0.0.1/x",  # a user that looks like a host
    f"{TLS}desk.example:pw@evil.example/x",
    f"{TLS}desk.example\\@evil.example/x",
    f"{TLS}desk.example#@evil.example/x",
    f"{TLS}evil.example/desk.example",
    f"{TLS}desk.example.evil.example/x",
    f"{TLS}evildesk.example/x",
    f"{TLS}desk.example./x",
    f"{TLS}desk.example:22/x",
    f"{TLS}desk.example:443443/x",
    f"{TLS}desk%2eexample/x",
    f"{TLS}\u24d3\u24d4\u24e2\u24da.example/x",  # letters in circles
    f"{TLS}desk.example/\r\nHost: evil.example",
    f"{TLS}desk.example/x y",
    f"{TLS}/desk.example/x",
    f"{TLS}DESK.example/x",
    "file:///etc/passwd",
    "gopher://desk.example:70/x",
    f" {TLS}desk.example/x",
    "//desk.example/x",
    "",
]
ADDRESSES = [
    "127.0.0.1", "127.8.8.8", "0.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "192.0.0.8", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0",
    "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "3fff::1", "100::1",
    "desk.example", "127.1", "",
]  # fmt: skip


@pytest.mark.parametrize("url", NOTATIONS)
def test_an_address_in_another_notation_leads_nowhere(url: str) -> None:
    assert why_refused(url, ALLOWED) is not None


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_name_that_leads_into_the_house_is_not_called(address: str) -> None:
    assert pinned([address], ()) is None
    assert pinned(["93.184.215.14", address], ()) is None


@pytest.mark.parametrize("url", ["https://desk.example/x?y=1", "https://desk.example:8443/", "https://desk.example"])
def test_a_plain_address_of_the_list_may_be_called(url: str) -> None:
    assert why_refused(url, ALLOWED) is None


def test_the_list_is_letter_for_letter_and_port_for_port() -> None:
    assert why_refused("https://desk.example:8443/", {"desk.example"})
    assert why_refused("https://desk.example/", {"desk.example:8443"})
    assert why_refused("https://desk.example:443/", {"desk.example"}) is None


def test_a_network_that_is_named_may_be_called_and_no_other() -> None:
    named = [ip_network("10.20.0.0/24"), ip_network("fd00:1::/64")]
    assert pinned(["10.20.0.7"], named) == IPv4Address("10.20.0.7")
    assert pinned(["fd00:1::7"], named) == IPv6Address("fd00:1::7")
    assert pinned(["10.20.1.7"], named) is None
    assert pinned(["::ffff:10.20.0.7"], named) is None
    assert pinned(["10.20.0.7", "10.20.1.7"], named) is None


def test_a_public_address_may_be_called() -> None:
    assert pinned(["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"], ()) == IPv4Address("93.184.215.14")
    assert pinned([], ()) is None


@given(st.ip_addresses(v=4))
def test_no_wrapping_of_an_address_makes_it_callable(address: IPv4Address) -> None:
    number = int(address)
    wrapped = [number, (0xFFFF << 32) | number, (0x64FF9B << 96) | number, (0x2002 << 112) | (number << 80)]
    assert not any(may_be_called(IPv6Address(w), ()) for w in wrapped)
    assert may_be_called(address, ()) <= (address.is_global and not address.is_multicast)


@given(st.text(max_size=40))
def test_what_is_taken_for_an_address_is_one(text: str) -> None:
    found = endpoint(text)
    if found is not None:
        assert text.startswith(f"https://{found.host}")
        with pytest.raises(ValueError, match="does not appear"):
            ip_address(found.host)
