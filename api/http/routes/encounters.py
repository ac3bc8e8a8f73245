"""Encounters as JSON: the contract's columns, row by row, by the same checks and the same report as a file."""

import json
from typing import Annotated, Any

from fastapi import FastAPI
from pydantic import Field

from api.access.actions import Action
from api.http.access import declared
from api.http.problems import documented
from api.http.reading import Who, Works
from api.http.routes.uploads import JobSaid, put_file
from api.http.shapes import Shape
from ingest.contract import ENCOUNTER_COLUMNS

MOST_ROWS = 200
FILE_NAME = "posted.jsonl"
"""What reports and the list of rejections call rows that came as JSON."""

Cell = Annotated[str, Field(max_length=4_000)] | int | float | None


def _describe(schema: dict[str, Any]) -> None:
    """Let the description name the contract's columns; another is reported, as in a file, and never stored."""
    cell = schema["additionalProperties"]
    schema["properties"] = dict.fromkeys(ENCOUNTER_COLUMNS, cell)


Row = Annotated[dict[Annotated[str, Field(max_length=100)], Cell], Field(json_schema_extra=_describe)]


class NewEncounters(Shape):
    """Encounters to store; a row is what it would be in a file, several values of one cell joined by ``|``."""

    rows: list[Row] = Field(min_length=1, max_length=MOST_ROWS)


def add_encounters(app: FastAPI) -> None:
    """Add the endpoint of encounters."""

    @app.post(
        "/v1/encounters",
        responses=documented(400, 401, 403, 406, 413, 415, 429, 503),
        status_code=202,
        tags=["uploads"],
    )
    @declared(Action.UPLOAD)
    def post_encounters(new: NewEncounters, service: Works, caller: Who) -> JobSaid:
        """Send encounters as JSON. Rows of registers that aren't the caller's are rejected; the job tells of every row."""
        lines = "".join(json.dumps(row) + "\n" for row in new.rows)
        return put_file(service, caller, lines.encode(), FILE_NAME, kind="encounters")
