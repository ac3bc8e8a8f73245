"""Every input of the API that takes text, found in its own description, and a request that puts a word into one of them.

A route that is added is covered by being described. What isn't under attack gets a value that fits its schema: one of
those ``known`` by name, the first of an enumeration, or a word of the least length.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

JSON = "application/json"
EACH = "*"
"""Step of a path into a body that stands for the one item of a list."""

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TextInput:
    """An input: of which operation, where (``path``, ``query``, ``header`` or ``body``), and the way to it by name."""

    method: str
    path: str
    where: str
    way: tuple[str, ...]

    def __str__(self) -> str:
        """Return where it is, for messages."""
        return f"{self.method.upper()} {self.path} {self.where} {'.'.join(self.way)}"


@dataclass(frozen=True, slots=True)
class Call:
    """A request: ``address`` has its path filled in, ``body`` is None for none."""

    method: str
    address: str
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None


def text_inputs(document: Document) -> list[TextInput]:
    """Every input of text that a description names, in its order."""
    found = []
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            found += [
                TextInput(method, path, parameter["in"], (parameter["name"],))
                for parameter in operation.get("parameters", ())
                if _is_text(parameter["schema"], document)
            ]
            schema = _body_schema(operation)
            if schema is not None:
                found += [TextInput(method, path, "body", way) for way in _ways(schema, document)]
    return found


def call_with(document: Document, at: TextInput, word: str, known: Mapping[str, Any]) -> Call:
    """Request with a word in one input and fitting values in whatever else is needed."""
    operation = document["paths"][at.path][at.method]
    values: dict[str, dict[str, str]] = {"path": {}, "query": {}, "header": {}}
    for parameter in operation.get("parameters", ()):
        name, where = parameter["name"], parameter["in"]
        if at.where == where and at.way == (name,):
            values[where][name] = word
        elif parameter.get("required"):
            values[where][name] = str(_fitting(name, parameter["schema"], document, known))
    address = at.path
    for name, value in values["path"].items():
        address = address.replace("{" + name + "}", quote(value, safe=""))
    schema = _body_schema(operation)
    body = None
    if schema is not None:
        body = _fitting("", schema, document, known, at.way if at.where == "body" else None, word)
    return Call(at.method.upper(), address, values["query"], values["header"], body)


def _body_schema(operation: Mapping[str, Any]) -> Any:
    return operation.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema")


def _ways(schema: Any, document: Document, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    one = _resolved(schema, document)
    for name, inner in one.get("properties", {}).items():
        yield from _ways(inner, document, (*before, name))
    if "items" in one:
        yield from _ways(one["items"], document, (*before, EACH))
    if one.get("type") == "string":
        yield before


def _is_text(schema: Any, document: Document) -> bool:
    return bool(_resolved(schema, document).get("type") == "string")


def _resolved(schema: Any, document: Document) -> Any:
    """Schema itself, its reference followed, and of alternatives the first that isn't null."""
    while "$ref" in schema or "anyOf" in schema:
        if "$ref" in schema:
            schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        else:
            schema = next(s for s in schema["anyOf"] if s.get("type") != "null")
    return schema


def _fitting(
    name: str,
    schema: Any,
    document: Document,
    known: Mapping[str, Any],
    way: tuple[str, ...] | None = None,
    word: str = "",
) -> Any:
    """Value that fits a schema, with a word at the end of a way into it."""
    if way == ():
        return word
    one = _resolved(schema, document)
    if "properties" in one or one.get("type") == "object":
        step = way[0] if way else None
        return {
            key: _fitting(key, inner, document, known, way[1:] if way and key == step else None, word)
            for key, inner in one.get("properties", {}).items()
            if key == step or key in one.get("required", ())
        }
    if "items" in one:
        wanted = way is not None or one.get("minItems", 0) > 0
        return [_fitting(name, one["items"], document, known, way[1:] if way else None, word)] if wanted else []
    return known[name] if name in known else _simplest(one)


def _simplest(schema: Any) -> Any:
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "integer" | "number":
            return max(1, int(schema.get("minimum", 1)))
        case "boolean":
            return True
        case _:
            return schema.get("const") or "x" * max(1, schema.get("minLength", 1))
