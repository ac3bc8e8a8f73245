import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.review_text import problem_of_name, problem_of_reason


@pytest.mark.parametrize("text", ["anna", "A. de Vries", "team-2", "j.jansen@gemeente", "Çelik"])
def test_a_reviewer_has_a_name_or_account(text: str) -> None:
    assert problem_of_name(text) is None


@pytest.mark.parametrize("text", ["", "model-2", "Model", "sources", "a\nb", "=cmd", "x" * 61, "<b>"])
def test_a_reviewer_is_neither_a_model_nor_the_sources_nor_markup(text: str) -> None:
    assert problem_of_name(text) is not None


@pytest.mark.parametrize("text", ["born a year apart, one digit typed wrong", "met on 3 May and 4 May 2024", "twins?"])
def test_a_reason_is_a_line_of_words(text: str) -> None:
    assert problem_of_reason(text) is None


@pytest.mark.parametrize(
    "text",
    ["", "  ", "a\nb", "x" * 201, "phone 06 0000 0210", "1112 223.33", "document AB12345CD", "write to a@b.example"],
)
def test_a_reason_holds_nothing_that_looks_like_an_identifier(text: str) -> None:
    assert problem_of_reason(text) is not None


@given(st.from_regex(r"(\d[ .\-/()]?){6,12}", fullmatch=True), st.sampled_from(["", "call ", "nr"]))
@settings(derandomize=True)
def test_six_digits_however_spaced_are_refused_and_never_repeated(digits: str, before: str) -> None:
    problem = problem_of_reason(f"{before}{digits} said so")
    assert problem is not None
    assert digits not in problem
