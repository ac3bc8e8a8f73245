"""Keys that follow on others, and tables of tokens taken over to them.

A rotation leads from the keys of a home to those that follow: a new layer on the centre's, on the region's and the
centre's, or a new key for the vault or the references. Nothing plain is needed for it (ADR 0019).
"""

import secrets
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum

import numpy as np
import pyarrow as pa

from ingest.keys import Keyring
from ingest.stages import KEY_BYTES, CentreStage


class Rotated(StrEnum):
    """Which key is rotated."""

    CENTRE = "centre"
    REGION = "region"
    VAULT = "vault"
    REFERENCES = "references"


def following(
    keyring: Keyring, what: Rotated, *, random_bytes: Callable[[int], bytes] = secrets.token_bytes
) -> Keyring:
    """Keys that follow on those of a home.

    With a new version of the region's key the centre gets a new layer too: so whoever holds the key that was given up,
    and a copy of the centre's keys of that time, can make none of today's tokens.
    """
    new = random_bytes(KEY_BYTES)
    match what:
        case Rotated.CENTRE:
            return replace(keyring, centre_layers=(*keyring.centre_layers, new))
        case Rotated.REGION:
            _ = keyring.region_stage
            layered = replace(keyring, centre_layers=(*keyring.centre_layers, new))
            return replace(layered, region_layers=(*keyring.region_layers, random_bytes(KEY_BYTES)))
        case Rotated.VAULT:
            return replace(keyring, vault=new)
        case Rotated.REFERENCES:
            return replace(keyring, references=new)


def raised_table(table: pa.Table, stage: CentreStage, *, since: int) -> pa.Table:
    """Table of the vault or the references with its tokens raised.

    Parameters
    ----------
    table
        Its column ``encounter`` holds tokens as text; every column of 64-bit or 32-bit integers, or of lists of them,
        tokens as numbers.
    stage
        Raises them.
    since
        Version they have.
    """
    columns = []
    for name, column in zip(table.column_names, table.columns, strict=True):
        whole = column.combine_chunks()
        if name == "encounter":
            columns.append(pa.array([stage.raised(text) for text in whole.to_pylist()], pa.string()))
        elif pa.types.is_list(whole.type):
            values = _numbers(whole.flatten(), stage, since)
            lengths = whole.value_lengths().fill_null(0).to_numpy(zero_copy_only=False)
            offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
            columns.append(pa.ListArray.from_arrays(pa.array(offsets), values, mask=whole.is_null()))
        else:
            columns.append(_numbers(whole, stage, since))
    return pa.table(columns, names=table.column_names)


def _numbers(values: pa.Array, stage: CentreStage, since: int) -> pa.Array:
    if values.type == pa.int64():
        raise_one, length = stage.number_since, 8
    elif values.type == pa.int32():
        raise_one, length = stage.small_number_since, 4
    else:
        return values
    coded = values.dictionary_encode()
    distinct = [raise_one(v.to_bytes(length, "big", signed=True), since) for v in coded.dictionary.to_pylist()]
    return pa.array(distinct, values.type).take(coded.indices)
