"""The linkage model of a home: trained on what it holds, and shown."""

from dataclasses import dataclass

from api.home import Home
from api.jobs.opened import only_writer, opened_installation
from graph.errors import WaterbedError
from graph.store.persons import person_of
from ingest.keyring import load_keyring
from ingest.linkage.kept_model import keep_model, kept_model
from ingest.linkage.model import model_text
from ingest.linkage.training import Training, train

LEAST_RECORDS = 1_000
"""Fewer say too little of how often strangers agree."""


@dataclass(frozen=True, slots=True)
class Trained:
    """What training found, and the version of the model that linked until now."""

    training: Training
    before: str


def train_model(home: Home, *, seed: int) -> Trained:
    """Estimate a model from everything a home's vault holds, and keep it as the home's own.

    Parameters
    ----------
    home
        The installation; what is stored must be linked.
    seed
        Of the samples that are drawn.

    Raises
    ------
    WaterbedError
        When the home holds too few records.
    """
    with only_writer(home), opened_installation(home) as installation:
        records = installation.vault.read()
        if len(records) < LEAST_RECORDS:
            message = (
                f"{len(records):,} records are too few to train on: {LEAST_RECORDS:,} at least, until then the shipped "
                "model links"
            )
            raise WaterbedError(message)
        persons = person_of(installation.db, records["encounter"].to_pylist())
        training = train(records, seed=seed, persons=persons)
        about = (
            f"Trained on {training.records:,} records of this home, from {training.pairs:,} pairs that blocking proposed, "
            f"in {training.rounds} rounds.\nA level = [m, u], and its match weight in bits. Remove this file to link "
            "with the model that ships."
        )
        keep_model(home.folder(home.model), training.model, installation.keyring, about=about)
        return Trained(training, installation.model.version)


def shown_model(home: Home) -> str:
    """Model that links in a home, as its table.

    Raises
    ------
    KeyringMissing, KeyringWeak, ModelError, VaultError
        When it can't be read.
    """
    model = kept_model(home.model, load_keyring(home.keys))
    terms = "".join(f", {len(table):,} frequencies of {column}" for column, table in sorted(model.terms.items()))
    about = f"A level = [m, u], and its match weight in bits{terms}"
    return model_text(model, about=about)
