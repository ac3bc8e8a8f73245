"""docs/api.md says what the routes do: it is written from them, and must be written anew when they change."""

from tests.house.api_reference import PAGE, described_app, written


def test_the_page_is_as_the_routes_are() -> None:
    assert PAGE.read_text(encoding="utf-8") == written(), "run `make docs`"


def test_every_operation_tells_every_status_it_may_answer_with() -> None:
    described = described_app().openapi()
    lacking = {}
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            told = set(operation["responses"])
            needed = {"400", "429"} | ({"413", "415"} if "requestBody" in operation else set())
            if needed - told:
                lacking[f"{method} {path}"] = needed - told
    assert lacking == {}
    assert "422" not in {s for o in described["paths"].values() for m in o.values() for s in m["responses"]}
