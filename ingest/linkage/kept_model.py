"""The linkage model that a home keeps after training: its table in the clear, its term frequencies encrypted.

Term frequencies are tokens with how often they occur, which is what a thief of tokens would like to know; they lie
under the vault's key. Where they are missing, or of keys that were rotated since, the model does without them, under a
version that says so.
"""

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from graph.errors import ModelError
from ingest.keys import Keyring
from ingest.linkage.model import SHIPPED, Model, model_text, parse_model
from ingest.linkage.vault import Vault

TERMS = pa.schema([("column", pa.string()), ("token", pa.int64()), ("frequency", pa.float64())])
TABLE = "weights.toml"
SEGMENT = "terms"
WITHOUT = "-without-terms"


def keep_model(folder: Path, model: Model, keyring: Keyring, *, about: str) -> None:
    """Keep a trained model; the table is written last, so that a crash leaves the model that was there before.

    Parameters
    ----------
    folder
        Where a home keeps it.
    model
        The model.
    keyring
        Keys of the home; its tokens are what terms are counted by.
    about
        What stands above the table.

    Raises
    ------
    VaultError, ModelError
        When the disk is full or the folder can't be written.
    """
    kept = [
        pa.table(
            {
                "column": pa.repeat(pa.scalar(column), len(table)),
                "token": table[column],
                "frequency": table[f"tf_{column}"],
            }
        ).cast(TERMS)
        for column, table in sorted(model.terms.items())
    ]
    _terms_of(folder, keyring).append(_segment(model), pa.concat_tables([TERMS.empty_table(), *kept]))
    temporary = folder / f"{TABLE}.new"
    try:
        temporary.write_text(model_text(model, about=about), encoding="utf-8")
        temporary.replace(folder / TABLE)
    except OSError as error:
        message = f"the linkage model {folder} can't be written ({error.strerror}): free the disk, train again"
        raise ModelError(message) from None


def kept_model(folder: Path, keyring: Keyring) -> Model:
    """Model of a home: the one it keeps, or the one that ships.

    Raises
    ------
    ModelError, VaultError
        When there is one that can't be used.
    """
    try:
        text = (folder / TABLE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return SHIPPED
    except (OSError, UnicodeDecodeError):
        message = (
            f"the linkage model {folder / TABLE} can't be read: train it anew, or remove it to use the shipped one"
        )
        raise ModelError(message) from None
    model = parse_model(text)
    table = _terms_of(folder, keyring).find(_segment(model))
    if table is None:
        return replace(model, version=f"{model.version}{WITHOUT}")
    named = set(table["column"].to_pylist())
    return replace(model, terms={column: _term_table(table, column) for column in sorted(named)})


def _terms_of(folder: Path, keyring: Keyring) -> Vault:
    return Vault(folder, keyring.vault, TERMS, version=keyring.version)


def _segment(model: Model) -> str:
    return f"{SEGMENT}-{model.version.rsplit('+', maxsplit=1)[-1]}"


def _term_table(table: pa.Table, column: str) -> pa.Table:
    rows = table.filter(pc.equal(table["column"], column))
    return pa.table({column: rows["token"], f"tf_{column}": rows["frequency"]})
