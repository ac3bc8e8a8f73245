"""``waterbed linkage``: the model by which records are linked."""

from typing import Annotated

import typer

from api.cli.context import context_of, say

app = typer.Typer(help="Show the linkage model, or train it on what this home holds.")


@app.command()
def show(context: typer.Context) -> None:
    """Print the model that links here: prior, and m, u and match weight of every level."""
    from api.jobs.linkage import shown_model  # noqa: PLC0415 - heavy

    print(shown_model(context_of(context).home), end="")


@app.command()
def train(
    context: typer.Context,
    seed: Annotated[int, typer.Option(help="Of the samples that are drawn.")] = 1,
) -> None:
    """Estimate the model anew from the records stored here, without knowing who is who.

    It is kept as this home's own, with how often names occur. Nothing is linked anew until `waterbed link --again`.
    """
    from api.jobs.linkage import train_model  # noqa: PLC0415 - heavy

    say("training on what is stored; a minute or so …")
    done = train_model(context_of(context).home, seed=seed)
    training = done.training
    print(
        f"{training.model.version}: from {training.records:,} records, {training.pairs:,} pairs proposed, "
        f"{training.rounds} rounds; a pair is one person once in {1 / training.model.prior:,.0f} before it is compared"
    )
    say(f"{done.before} linked until now: run `waterbed link --again`, or new records alone go by the new model")
