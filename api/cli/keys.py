"""``waterbed keys``: the keys of this installation."""

import typer

from api.cli.context import context_of, say
from ingest.keyring import new_keyring

app = typer.Typer(help="Make the keys of this installation.")


@app.command()
def new(context: typer.Context) -> None:
    """Make new keys; existing ones are never overwritten.

    Whoever holds the keys can link, whoever loses them can link nothing to what is stored: keep a copy apart.
    """
    home = context_of(context).home
    home.folder(home.root)
    keyring = new_keyring(home.keys)
    say(f"Keys written to {home.keys}: keep a copy apart; without them nothing stored can be linked to.")
    print(keyring.fingerprint())
