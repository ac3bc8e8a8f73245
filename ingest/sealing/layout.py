"""What a sealed file holds: plain only what the graph keeps plain, base tokens for the rest, and a header."""

import base64
import json
from dataclasses import asdict, dataclass, replace
from typing import Any

import pyarrow as pa

from ingest.linkage.tokens import SCHEMA
from ingest.sealing.columns import BASE
from ingest.stages import TOKEN_BYTES, RegionStage, base_bytes

FORMAT = 1
HEADER, MAC = b"waterbed.sealed", b"waterbed.mac"
"""Keys of the header and its MAC among the metadata of the Parquet file."""

FILE_KEY = b"waterbed sealed file 1"
"""What the key of a file is wrapped for."""

GROUP_PARTS = 10
"""Parts of a file in one row group."""

LINK = "link_"
"""Columns of the linkage table stand under their names after this."""

PLAIN = (
    "source_id", "reporter_type", "channel", "observed_on", "municipality", "premises_kind", "sex", "status",
    "exploitation_form", "reliability", "legal_basis", "purpose", "regime", "consent_status",
)  # fmt: skip
"""Columns of an encounters file that stay as they are, in canonical words."""

SHARED = {"phone": "phones", "email": "emails", "advert": "advert_ids", "plate": "vehicle_plates",
          "controller": "controller_ref"}  # fmt: skip
"""Column of the tokens of each kind of shared identifier."""

_LINKAGE = [f for f in RegionStage(bytes(32)).columns(SCHEMA) if f.name != "encounter"]

ENCOUNTERS = pa.schema(
    [pa.field("row", pa.int64()), pa.field("record_id", BASE), pa.field("record_number", pa.binary())]
    + [pa.field(name, pa.string()) for name in PLAIN]
    + [pa.field("minor_at_encounter", pa.string()), pa.field("reduced_because", pa.string())]
    + [pa.field(name, pa.bool_()) for name in ("names_person", "names_somebody", "in_operation")]
    + [pa.field(name, BASE) for name in ("content", "premises_address", "operation_id")]
    + [pa.field(name, pa.list_(BASE)) for name in SHARED.values()]
    + [pa.field(LINK + f.name, f.type) for f in _LINKAGE]
)
"""``record_id`` is the record's base token and ``record_number`` the source's own number, for the centre's eyes alone.

``row`` is the row's number in the plain file; rejected rows are absent. A row to be reduced has ``reduced_because``
and only what its tally keeps.
"""

CONTROLS = pa.schema(
    [pa.field("row", pa.int64()), pa.field("record_id", BASE), pa.field("operation_id", BASE), pa.field("content", BASE)]
    + [
        pa.field(name, pa.string())
        for name in ("source_id", "municipality", "from_date", "until_date", "controls", "hours", "premises_kind",
                     "persons_met")
    ]
)  # fmt: skip
INTERVENTIONS = pa.schema(
    [pa.field("row", pa.int64())]
    + [
        pa.field(name, pa.string())
        for name in ("intervention_id", "municipality", "effective_on", "kind", "until_date", "premises_kind",
                     "target_municipalities")
    ]
)  # fmt: skip

SCHEMAS = {"encounters": ENCOUNTERS, "controls": CONTROLS, "interventions": INTERVENTIONS}


@dataclass(frozen=True, slots=True)
class Header:
    """What stands before the rows of a sealed file.

    ``rows`` counts those of the plain file; ``region`` and ``region_version`` say with whose key it was sealed; ``key``
    is the file's own, wrapped for the centre's box; ``batch`` the base token of the plain file, enciphered like those
    of the rows.
    """

    kind: str
    rows: int
    region: str
    region_version: int
    key: bytes
    batch: bytes

    def text(self) -> bytes:
        """Header as JSON, the same for the same header."""
        said = asdict(self) | {"format": FORMAT}
        said |= {name: base64.b64encode(said[name]).decode() for name in ("key", "batch")}
        return json.dumps(said, sort_keys=True).encode()


def read_header(text: bytes) -> Header:
    """Header of a sealed file.

    Raises
    ------
    ValueError
        When it is none, or of another format.
    """
    try:
        said: dict[str, Any] = json.loads(text)
        is_ours = said.pop("format") == FORMAT and said["kind"] in SCHEMAS
        key, batch = (base64.b64decode(said[name], validate=True) for name in ("key", "batch"))
        header = replace(Header(**said), key=key, batch=batch)
        numbers = header.rows, header.region_version
        if is_ours and len(batch) == TOKEN_BYTES and all(isinstance(n, int) and n >= 0 for n in numbers):
            return header
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError from error
    message = "of another format"
    raise ValueError(message)


def token_cell(text: str | None) -> bytes | None:
    """Cell of a base token written as text."""
    return base_bytes(text) if text else None
