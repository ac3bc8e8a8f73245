import hmac

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.stages import CentreStage, RegionStage, base_bytes, base_text, keyed, unkeyed

LAYERS = [bytes((i * 31 + j * 7) % 256 for j in range(32)) for i in range(1, 5)]
REGION = RegionStage(bytes(range(7, 39)))


@given(st.binary(max_size=100), st.binary(max_size=200))
@settings(derandomize=True)
def test_the_prepared_key_gives_what_hmac_gives(key: bytes, message: bytes) -> None:
    assert keyed(key)(message) == hmac.digest(key, message, "sha256")


@given(st.text(max_size=20), st.integers(1, 4), st.integers(1, 4))
@settings(derandomize=True)
def test_a_token_raised_is_the_token_that_all_layers_make(value: str, few: int, many: int) -> None:
    few, many = sorted((few, many))
    before, after = CentreStage(LAYERS[:few]), CentreStage(LAYERS[:many])
    base = REGION.base("a", value)
    assert after.raised(before.token(base)) == after.raised(base_text(base)) == after.token(base)
    number = before.number(base).to_bytes(8, "big", signed=True)
    assert after.number_since(number, few) == after.number(base)
    small = before.small_number(base).to_bytes(4, "big", signed=True)
    assert after.small_number_since(small, few) == after.small_number(base)
    assert after.raised(after.token(base)) == after.token(base)


def test_tokens_of_two_versions_are_never_equal() -> None:
    base = REGION.base("a", "value")
    tokens = [CentreStage(LAYERS[:n]).token(base) for n in (1, 2, 3, 4)]
    assert [t.split("-")[0] for t in tokens] == ["1", "2", "3", "4"]
    assert len({t.split("-")[1] for t in tokens}) == 4


def test_every_token_in_a_text_is_raised_and_nothing_else() -> None:
    one, other, newest = CentreStage(LAYERS[:1]), CentreStage(LAYERS[:2]), CentreStage(LAYERS[:3])
    a, b = (REGION.base("a", v) for v in "ab")
    text = f'{{"left":"{one.token(a)}","id":"j-{"0" * 24}","other":"phone:{other.token(b)}|{newest.token(a)}-0000001"}}'
    raised = newest.all_raised(text)
    wanted = f'{{"left":"{newest.token(a)}","id":"j-{"0" * 24}","other":"phone:{newest.token(b)}|{newest.token(a)}-0000001"}}'
    assert raised == wanted
    assert newest.holds_older(text)
    assert not newest.holds_older(raised)
    assert newest.all_raised(raised) == raised


@pytest.mark.parametrize("text", ["", "1", "9-" + "0" * 32, "1-xyz", "-1-" + "0" * 32, "1-" + "0" * 30])
def test_what_is_no_token_of_these_keys_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        CentreStage(LAYERS[:2]).raised(text)


def test_a_base_token_is_read_as_it_was_written_and_no_other_text_is_one() -> None:
    base = REGION.base("a", "value")
    assert base_bytes(base_text(base)) == base
    assert len(base_bytes(unkeyed("tally", "kept"))) == 16
    with pytest.raises(ValueError, match="not a base token"):
        base_bytes(CentreStage(LAYERS).token(base))


def test_keys_aren_t_shown() -> None:
    assert repr(REGION) == "RegionStage(…)"
    assert repr(CentreStage(LAYERS)) == "CentreStage(4 layers)"
