"""The scanner for planted values finds what is there, in every form, and nothing that isn't."""

import random

import pytest

from tests.canaries import Scanner, forms, planted, written

NAMES, PHONES, DOCUMENTS = planted()
SCANNER = Scanner([*NAMES, *PHONES, *DOCUMENTS])
SOME = [NAMES[0], next(n for n in NAMES if " " in n), PHONES[0], DOCUMENTS[0]]


def test_two_hundred_values_are_planted_and_none_is_another() -> None:
    everything = [*NAMES, *PHONES, *DOCUMENTS]
    assert len(everything) == 200
    assert [(a, b) for a in everything for b in everything if a in b] == [(a, a) for a in everything]


@pytest.mark.parametrize("value", SOME)
def test_every_form_of_every_way_to_write_a_value_is_found(value: str) -> None:
    noise = random.Random(1)
    for text in written(value):
        for form, pattern in forms(text):
            content = noise.randbytes(100) + pattern + noise.randbytes(100)
            assert value in {hit.value for hit in SCANNER.scan("x", content)}, (text, form)


@pytest.mark.parametrize("value", SOME)
def test_a_value_within_a_longer_text_in_base64_is_found(value: str) -> None:
    import base64  # noqa: PLC0415

    for before in ("", "a", "ab", "abc"):
        content = base64.b64encode(f"{before}{value} and more".encode())
        assert value in {hit.value for hit in SCANNER.scan("x", content)}


def test_capitals_in_hexadecimal_and_in_plain_are_found() -> None:
    name = NAMES[1]
    for content in (name.swapcase().encode(), name.encode().hex().upper().encode()):
        assert [hit.value for hit in SCANNER.scan("x", content)] == [name]


def test_noise_holds_nothing() -> None:
    noise = random.Random(2)
    assert SCANNER.scan("x", noise.randbytes(2_000_000)) == []
    assert SCANNER.scan("x", noise.randbytes(500_000).hex().encode()) == []
    assert SCANNER.scan("x", b"") == []
