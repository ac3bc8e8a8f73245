"""What answers and questions look like: camelCase outside, frozen, nothing beside what is named."""

from typing import Annotated

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from api.http.reading import ID

MOST_ITEMS = 200
DEFAULT_ITEMS = 50


class Shape(BaseModel):
    """A value of the API."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True, extra="forbid")


Limit = Annotated[int, Query(ge=1, le=MOST_ITEMS, description="Most items of a page.")]
Cursor = Annotated[str | None, Query(max_length=400, description="Where the page begins: `next` of the one before.")]
Code = Annotated[str, Query(pattern=r"^GM[0-9]{4}$", description="CBS code of a municipality.")]
PathCode = Annotated[str, Path(pattern=r"^GM[0-9]{4}$", description="CBS code of a municipality.")]
PathId = Annotated[str, Path(pattern=ID)]
