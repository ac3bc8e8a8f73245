import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.sealing.envelope import Envelope, Unopened, unwrapped, wrapped

KEY, LAYER = bytes(range(32)), bytes(range(1, 33))


@given(st.lists(st.binary(min_size=16, max_size=16), min_size=1, max_size=20))
@settings(derandomize=True)
def test_blocks_come_back_and_equal_ones_stay_equal(blocks: list[bytes]) -> None:
    envelope = Envelope(KEY, [LAYER])
    closed = envelope.close(b"".join(blocks))
    assert envelope.open(closed) == b"".join(blocks)
    cut = [closed[i : i + 16] for i in range(0, len(closed), 16)]
    assert len(set(cut)) == len(set(blocks))
    assert Envelope(KEY, []).close(b"".join(blocks)) != closed


@given(st.text(max_size=200))
@settings(derandomize=True)
def test_a_record_number_opens_in_its_own_row_alone(number: str) -> None:
    envelope = Envelope(KEY, [])
    sealed = envelope.close_number(7, bytes(16), number)
    assert envelope.open_number(7, bytes(16), sealed) == number
    for row, base in ((8, bytes(16)), (7, bytes(15) + b"x")):
        with pytest.raises(Unopened):
            envelope.open_number(row, base, sealed)


def test_the_length_of_a_number_doesn_t_show() -> None:
    envelope = Envelope(KEY, [])
    assert len({len(envelope.close_number(1, bytes(16), "x" * n)) for n in range(28)}) == 1


def test_a_secret_is_unwrapped_by_its_owner_for_its_purpose_alone() -> None:
    one, other = X25519PrivateKey.generate(), X25519PrivateKey.generate()
    sealed = wrapped(b"secret", one.public_key().public_bytes_raw(), b"a")
    assert unwrapped(sealed, one.private_bytes_raw(), b"a") == b"secret"
    changed = bytes([*sealed[:-1], sealed[-1] ^ 1])
    for given_, key, purpose in ((sealed, other, b"a"), (sealed, one, b"b"), (changed, one, b"a"), (b"", one, b"a")):
        with pytest.raises(Unopened):
            unwrapped(given_, key.private_bytes_raw(), purpose)
