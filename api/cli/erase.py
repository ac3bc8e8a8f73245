"""``waterbed erase``: take a person, a record or a batch out for good."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from api.cli.context import context_of

app = typer.Typer(help="Erase a person, a record or a batch, with all that follows from it.", no_args_is_help=True)

Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="Why; goes into the audit log. Name nobody.")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who decided on it.")]


@app.command()
def person(
    context: typer.Context,
    person_id: Annotated[str, typer.Argument(metavar="PERSON", help="Pseudonym, as exports give it.")],
    why: Why,
    by: By,
) -> int:
    """Erase every record of a person."""
    return _erase(context, "person", person_id, why, by)


@app.command()
def record(
    context: typer.Context,
    reference: Annotated[
        str, typer.Argument(metavar="RECORD", help="source_id/record_id, or an encounter's keyed id.")
    ],
    why: Why,
    by: By,
) -> int:
    """Erase one record, whole: earlier versions of it aren't kept, so none comes back."""
    return _erase(context, "record", reference, why, by)


@app.command()
def batch(
    context: typer.Context,
    batch_id: Annotated[str, typer.Argument(metavar="BATCH", help="Id of a load, as `erase batches` gives it.")],
    why: Why,
    by: By,
) -> int:
    """Erase everything that stands as one load of a file wrote it."""
    return _erase(context, "batch", batch_id, why, by)


@app.command()
def batches(context: typer.Context) -> None:
    """List loads of files: id, kind, rows read, when."""
    from api.jobs.opened import opened_graph  # noqa: PLC0415 - heavy
    from graph.store.erasing import batches as every  # noqa: PLC0415

    with opened_graph(context_of(context).home) as db:
        for load in every(db):
            print(f"{load.id}  {load.kind:13}  {load.rows:>9,}  {load.at[:19]}")


def _erase(context: typer.Context, what: str, which: str, why: str, by: str) -> int:
    from api.jobs.erase import erase  # noqa: PLC0415 - heavy
    from ingest.pipeline.review import By as Said  # noqa: PLC0415

    done = erase(context_of(context).home, what, which, Said(by, why), now=datetime.now(UTC))
    print(f"{done.records:,} records erased, {done.findings:,} findings with them")
    if done.registers:
        print(f"{done.registers:,} controls and interventions erased")
    if done.analysed:
        print("rotation, relocation and displacement were computed anew")
    print(f"digest {done.digest}")
    if done.left:
        print(f"{done.left:,} places still name them: run the same command again, and tell the maintainers")
    return 1 if done.left else 0
