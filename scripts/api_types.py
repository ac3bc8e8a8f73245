"""The API as TypeScript: scripts/api_types.py FILE writes its shapes and operations, from the routes themselves.

The browser app is compiled against them, so a route that changes stops the build instead of the page.
"""

import sys
from pathlib import Path
from typing import Any, cast

from api.home import Home
from api.http.app import create_app
from api.http.service import Service
from graph.store.database import Database
from ingest.keyring import new_keyring

Schema = dict[str, Any]
PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


def described(folder: Path) -> Schema:
    """OpenAPI description of all routes, over nothing."""
    service = Service(Home(folder), cast("Database", None), new_keyring(folder / "keys.json"))
    return create_app(lambda: None, service).openapi()


def typescript(api: Schema) -> str:
    """Interfaces of all shapes, and ``Operations`` from method and path to what is asked and answered."""
    parts = ["// Written by scripts/api_types.py from the routes; not kept in version control.", ""]
    parts += [f"export {_declared(name, shape)}\n" for name, shape in sorted(api["components"]["schemas"].items())]
    parts += ["export interface Operations {"]
    for path, methods in sorted(api["paths"].items()):
        parts += [f'  "{m.upper()} {path}": {_operation(said)};' for m, said in methods.items()]
    return "\n".join([*parts, "}", ""])


def _declared(name: str, shape: Schema) -> str:
    if "properties" in shape:
        return f"interface {name} {_object(shape)}"
    return f"type {name} = {_type(shape)};"


def _object(shape: Schema) -> str:
    # A value with a default may be left out when asking; in an answer it is always there, and reads as optional too.
    needed = set(shape.get("required", ()))
    fields = [
        f"readonly {_key(n)}{'' if n in needed else '?'}: {_type(f)}{'' if n in needed else ' | undefined'};"
        for n, f in shape["properties"].items()
    ]
    return "{ " + " ".join(fields) + " }"


def _type(shape: Schema) -> str:
    if "$ref" in shape:
        return str(shape["$ref"]).rpartition("/")[2]
    values = shape.get("enum", [shape["const"]] if "const" in shape else [])
    if values:
        return " | ".join(f'"{v}"' for v in values)
    several = shape.get("anyOf", shape.get("oneOf"))
    if several:
        return " | ".join(dict.fromkeys(_type(s) for s in several))
    if shape.get("type") == "array":
        return f"readonly ({_type(shape.get('items', {}))})[]"
    return _record(shape) if shape.get("type") == "object" else PLAIN.get(str(shape.get("type")), "unknown")


def _record(shape: Schema) -> str:
    if "properties" in shape:
        return _object(shape)
    inner = shape.get("additionalProperties")
    return f"{{ readonly [name: string]: {_type(inner) if isinstance(inner, dict) and inner else 'unknown'} }}"


def _operation(said: Schema) -> str:
    asked: dict[str, list[str]] = {"path": [], "query": [], "header": []}
    for p in said.get("parameters", ()):
        mark = "" if p.get("required") else "?"
        asked[p["in"]].append(
            f"readonly {_key(p['name'])}{mark}: {_type(p['schema'])}{'' if not mark else ' | undefined'};"
        )
    body = said.get("requestBody", {}).get("content", {})
    sent = _type(body["application/json"]["schema"]) if "application/json" in body else "Blob" if body else "undefined"
    answers = [_answer(a) for status, a in said["responses"].items() if status.startswith("2")]
    personal = any("Case-Id" in h for h in asked["header"])
    path, query = ("{ " + " ".join(asked[place]) + " }" for place in ("path", "query"))
    return (
        f"{{ readonly path: {path}; readonly query: {query}; readonly body: {sent}; "
        f"readonly answer: {' | '.join(dict.fromkeys(answers)) or 'undefined'}; readonly personal: {str(personal).lower()} }}"
    )


def _answer(said: Schema) -> str:
    content = said.get("content", {})
    return _type(content["application/json"].get("schema", {})) if "application/json" in content else "undefined"


def _key(name: str) -> str:
    return name if name.isidentifier() else f'"{name}"'


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        Path(sys.argv[1]).write_text(typescript(described(Path(folder))), encoding="utf-8")
