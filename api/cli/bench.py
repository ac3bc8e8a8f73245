"""``waterbed bench``: measurements, in a checkout alone."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.context import say

if TYPE_CHECKING:
    from api.bench.table import Table

app = typer.Typer(help="Measure the product; in a checkout alone.")
PAGE = Path("docs/benchmarks.md")


@app.command()
def accuracy(
    seeds: Annotated[str, typer.Option(help="Seeds, separated by commas.")] = "1,2,3,4,5,6",
    encounters: Annotated[int, typer.Option(min=200, help="About how many encounters each.")] = 20_000,
    world: Annotated[str, typer.Option(help="World the regions are drawn from.")] = "region",
) -> None:
    """Run the product on invented regions and hold its exports against the truth."""
    from api.bench.accuracy import accuracy as run  # noqa: PLC0415 - heavy

    _show(*run(seeds=[int(s) for s in seeds.split(",")], encounters=encounters, world=world))


@app.command()
def ingest(
    seed: Annotated[int, typer.Option(help="Seed of the region.")] = 1,
    encounters: Annotated[int, typer.Option(min=200, help="About how many encounters.")] = 100_000,
) -> None:
    """Time an ingest end to end, by stage, with its peak memory."""
    from api.bench.ingest import ingest as run  # noqa: PLC0415

    _show(run(seed=seed, encounters=encounters))


@app.command()
def crash(
    seed: Annotated[int, typer.Option(help="Seed of the region and of the moments.")] = 5,
    encounters: Annotated[int, typer.Option(min=200, help="About how many encounters.")] = 3_000,
    of_ingest: Annotated[int, typer.Option(help="How often the ingest is killed.")] = 20,
    of_engine: Annotated[int, typer.Option(help="How often the engine is killed.")] = 10,
) -> None:
    """Kill ingest and engine at random points, submit again, and compare digests."""
    from api.bench.crash import crash as run  # noqa: PLC0415

    _show(run(seed=seed, encounters=encounters, of_ingest=of_ingest, of_engine=of_engine))


@app.command()
def linkage(
    seeds: Annotated[str, typer.Option(help="Seeds of the invented registries, separated by commas.")] = "1,2",
    rows: Annotated[int, typer.Option(min=200, help="Rows of each registry.")] = 20_000,
    only: Annotated[str, typer.Option(help="Part of a set's name; all sets where empty.")] = "",
) -> None:
    """Hold linkage against the truth, and against Splink on plain values."""
    from api.bench.linkage.accuracy import accuracy as run  # noqa: PLC0415

    _show(*run(seeds=[int(s) for s in seeds.split(",")], rows=rows, names=[only] if only else []))


@app.command()
def hostile() -> None:
    """Ingest files made to hurt: which are refused, how fast, and in how much memory."""
    from api.bench.hostile import hostile as run  # noqa: PLC0415

    _show(run())


@app.command()
def scale(
    rows: Annotated[int, typer.Option(min=1_000, help="Rows of the large set.")] = 1_000_000,
    stored: Annotated[int, typer.Option(help="Rows stored before some are added.")] = 300_000,
    added: Annotated[int, typer.Option(help="Rows that are added.")] = 1_000,
    seed: Annotated[int, typer.Option(help="Seed of the invented registry.")] = 1,
) -> None:
    """Time linkage of many rows against plain values, and of some rows added to many."""
    from api.bench.linkage.scale import scale as run  # noqa: PLC0415

    _show(run(rows=rows, stored=stored, added=added, seed=seed))


@app.command()
def leakage(
    seed: Annotated[int, typer.Option(help="Seed of the records.")] = 1,
    rows: Annotated[int, typer.Option(min=1_000, help="Records in the vault.")] = 20_000,
) -> None:
    """Attack the tokens without their keys, and say what is recovered."""
    from api.bench.leakage import leakage as run  # noqa: PLC0415

    _show(run(seed=seed, rows=rows))


@app.command()
def relocation(
    seeds: Annotated[str, typer.Option(help="Seeds, separated by commas.")] = "1,2,3,4,5,6",
    encounters: Annotated[int, typer.Option(min=200, help="About how many encounters each.")] = 20_000,
    world: Annotated[str, typer.Option(help="World the regions are drawn from.")] = "region",
) -> None:
    """Hold relocations of premises against the truth, beside a plain method on the same data."""
    from api.bench.relocation import relocation as run  # noqa: PLC0415

    _show(run(seeds=[int(s) for s in seeds.split(",")], encounters=encounters, world=world))


@app.command("next-town")
def next_town(
    seeds: Annotated[str, typer.Option(help="Seeds, separated by commas.")] = "1,2,3,4,5,6",
    encounters: Annotated[int, typer.Option(min=200, help="About how many encounters each.")] = 20_000,
    world: Annotated[str, typer.Option(help="World the regions are drawn from.")] = "region",
) -> None:
    """Foretell where groups go next, out of time, against the popularity of towns and the last town."""
    from api.bench.next_town import next_town as run  # noqa: PLC0415

    _show(run(seeds=[int(s) for s in seeds.split(",")], encounters=encounters, world=world))


@app.command("all")
def everything() -> None:
    """Run every table and write docs/benchmarks.md."""
    from api.bench.accuracy import accuracy as run_accuracy  # noqa: PLC0415
    from api.bench.crash import crash as run_crash  # noqa: PLC0415
    from api.bench.hostile import hostile as run_hostile  # noqa: PLC0415
    from api.bench.ingest import ingest as run_ingest  # noqa: PLC0415
    from api.bench.leakage import leakage as run_leakage  # noqa: PLC0415
    from api.bench.linkage.accuracy import accuracy as run_linkage  # noqa: PLC0415
    from api.bench.linkage.scale import scale as run_scale  # noqa: PLC0415
    from graph.errors import UsageError  # noqa: PLC0415

    if not PAGE.parent.is_dir():
        message = "run the benchmarks in a checkout of the project"
        raise UsageError(message)
    tables = [
        *run_accuracy(seeds=range(1, 7), encounters=20_000),
        *run_accuracy(seeds=range(1, 4), encounters=20_000, world="calm"),
        *run_linkage(seeds=(1, 2), rows=20_000),
        run_scale(rows=1_000_000, stored=300_000, added=1_000, seed=1),
        run_leakage(seed=1, rows=20_000),
        run_ingest(seed=1, encounters=100_000),
        run_crash(seed=5, encounters=3_000, of_ingest=20, of_engine=10),
        run_hostile(),
    ]
    head = f"# Benchmarks\n\nMeasured on {datetime.now(UTC).date()} by `make bench`; every table names its seeds.\n\n"
    PAGE.write_text(head + "\n".join(table.markdown() for table in tables), encoding="utf-8")
    _show(*tables)
    say(f"Written to {PAGE}.")


def _show(*tables: "Table") -> None:
    for table in tables:
        print(table.markdown())
