"""``waterbed bench``: measurements, in a checkout alone."""

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.context import say
from api.cli.numbers_in import numbers_in

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
def rotation(
    part: Annotated[
        list[str] | None,
        typer.Option(help="found, calm, calibration, circuits, graph, growth or stories; again for more; all if none."),
    ] = None,
    seeds: Annotated[str, typer.Option(help="Seeds of regions under perfect linkage.")] = "1-6",
    own_seeds: Annotated[str, typer.Option(help="Seeds of regions under own linkage.")] = "1,2",
    encounters: Annotated[int, typer.Option(min=200, help="About how many encounters each.")] = 20_000,
    calm_seeds: Annotated[str, typer.Option(help="Seeds of regions without rotation.")] = "1-20",
    stories: Annotated[str, typer.Option(help="Seeds of regions for the whole product, and its stories.")] = "",
    sets: Annotated[int, typer.Option(min=1, help="Data sets for calibration, of each world.")] = 100,
    small_sets: Annotated[int, typer.Option(min=1, help="Small data sets, with more shifts.")] = 100,
    million: Annotated[int, typer.Option(min=1_000, help="Encounters for the speed of circuits.")] = 1_000_000,
    in_graph: Annotated[int, typer.Option(min=1_000, help="Encounters for an analysis from the graph.")] = 100_000,
    sizes: Annotated[str, typer.Option(help="Encounters for growth.")] = "10000,30000,100000,300000,1000000",
) -> None:
    """Say what rotation finds and invents, whether its p-values hold, and how fast it is.

    Lists are separated by commas; 1-20 is a range.
    """
    from api.bench.rotation.run import PARTS, Settings  # noqa: PLC0415
    from api.bench.rotation.run import rotation as run  # noqa: PLC0415
    from graph.errors import UsageError  # noqa: PLC0415

    if unknown := set(part or ()) - set(PARTS):
        message = f"--part {min(unknown)}: it is one of {', '.join(PARTS)}"
        raise UsageError(message)
    settings = Settings(
        seeds=numbers_in(seeds),
        own_seeds=numbers_in(own_seeds),
        encounters=encounters,
        calm_seeds=numbers_in(calm_seeds),
        stories=numbers_in(stories),
        sets=sets,
        small_sets=small_sets,
        million=million,
        in_graph=in_graph,
        sizes=numbers_in(sizes),
    )
    for name in part or PARTS:
        _show(*run(settings, [name]))


@app.command()
def ingest(
    seed: Annotated[int, typer.Option(help="Seed of the region.")] = 1,
    encounters: Annotated[int, typer.Option(min=200, help="About how many encounters.")] = 100_000,
) -> None:
    """Time an ingest end to end, by stage, with its peak memory."""
    from api.bench.ingest import ingest as run  # noqa: PLC0415

    _show(run(seed=seed, encounters=encounters))


@app.command()
def latency(
    seed: Annotated[int, typer.Option(help="Seed of the region.")] = 1,
    encounters: Annotated[int, typer.Option(min=2_000, help="About how many encounters are stored before.")] = 100_000,
    uploads: Annotated[int, typer.Option(min=1, help="How many persons reappear by an upload.")] = 10,
    of: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="A filled home of invented records: from upload to receipt alone, on a copy."),
    ] = None,
) -> None:
    """Time the way from one encounter to its alert, from an upload to its receipt, and beside a receiver that hangs."""
    from api.bench.latency import latency as run  # noqa: PLC0415
    from api.bench.latency import latency_of  # noqa: PLC0415

    if of is not None:
        _show(*latency_of(of, seed=seed, uploads=uploads))
    else:
        _show(*run(seed=seed, encounters=encounters, uploads=uploads))


class ServicePart(StrEnum):
    """What of the service is measured."""

    LOAD = "load"
    UPLOADS = "uploads"


@app.command()
def service(
    seed: Annotated[int, typer.Option(help="Seed of the region and of the questions.")] = 1,
    encounters: Annotated[int, typer.Option(min=2_000, help="About how many encounters.")] = 100_000,
    clients: Annotated[int, typer.Option(min=1, help="How many ask at once.")] = 50,
    seconds: Annotated[float, typer.Option(min=1, help="How long each load lasts.")] = 30,
    pause: Annotated[float, typer.Option(min=0, help="Mean seconds between an answer and the next question.")] = 1,
    of: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="A filled home of invented records to measure; none: one is made."),
    ] = None,
    senders: Annotated[int, typer.Option(min=2, help="How many send records at once.")] = 32,
    part: Annotated[ServicePart | None, typer.Option(help="One part alone; both where not said.")] = None,
) -> None:
    """Ask the service as fifty people at once do (times, errors, lines in the log), and send records by many at once."""
    from api.bench.service.run import service as run  # noqa: PLC0415
    from api.bench.service.uploads import uploads  # noqa: PLC0415

    if part in (None, ServicePart.LOAD):
        _show(*run(seed=seed, encounters=encounters, clients=clients, seconds=seconds, pause_s=pause, home=of))
    if part in (None, ServicePart.UPLOADS):
        _show(uploads(senders=senders))


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
def displacement(
    seed: Annotated[int, typer.Option(help="Seed of the first simulated world.")] = 1,
    simulations: Annotated[int, typer.Option(min=10, help="Worlds a row.")] = 500,
    effort_simulations: Annotated[int, typer.Option(min=10, help="Worlds a row on effort and peaks.")] = 2_000,
    measures: Annotated[int, typer.Option(min=0, help="Measures that are timed; 0 times none.")] = 200,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 2,
) -> None:
    """Hold the evaluation of measures against worlds whose truth is known: coverage, false claims, power, speed."""
    from api.bench.displacement.tables import displacement as run  # noqa: PLC0415

    for table in run(
        seed=seed, simulations=simulations, effort_simulations=effort_simulations, measures=measures, workers=workers
    ):
        _show(table)


@app.command("hidden")
def hidden_numbers(
    seed: Annotated[int, typer.Option(help="Seed of the first population.")] = 1,
    simulations: Annotated[int, typer.Option(min=10, help="Populations a row.")] = 200,
    sizes: Annotated[str, typer.Option(help="Persons there are, separated by commas.")] = "150,500,2000",
    rates: Annotated[str, typer.Option(help="Encounters a person and year, separated by commas.")] = "0.5,1.5",
) -> None:
    """Hold hidden numbers against populations of known size: bias of every method, coverage of the band."""
    from api.bench.hidden import hidden as run  # noqa: PLC0415
    from graph.errors import UsageError  # noqa: PLC0415

    try:
        some, several = [int(n) for n in sizes.split(",")], [float(r) for r in rates.split(",")]
    except ValueError:
        message = f"--sizes {sizes} --rates {rates}: numbers, separated by commas"
        raise UsageError(message) from None
    _show(run(seed=seed, simulations=simulations, sizes=some, rates=several))


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


@app.command()
def web(
    flows: Annotated[int, typer.Option(min=1, help="Flows on the map.")] = 500,
    nodes: Annotated[int, typer.Option(min=30, help="Nodes in the explorer.")] = 2_000,
    rounds: Annotated[int, typer.Option(min=1, help="How often each is measured.")] = 5,
    seed: Annotated[int, typer.Option(help="Seed of flows and network.")] = 1,
) -> None:
    """Time the first meaningful paint of the browser app's map and explorer in chromium."""
    from api.bench.web import web as run  # noqa: PLC0415

    _show(run(flows=flows, nodes=nodes, rounds=rounds, seed=seed))


@app.command("all")
def everything(
    only: Annotated[
        list[str] | None, typer.Option(help="A part to measure again; the others stay as they are.")
    ] = None,
) -> None:
    """Run every table and write docs/benchmarks.md, each part as soon as it is measured."""
    from api.bench.everything import PARTS  # noqa: PLC0415
    from api.bench.page import page, part, parts_of  # noqa: PLC0415
    from graph.errors import UsageError  # noqa: PLC0415

    if not PAGE.parent.is_dir():
        message = "run the benchmarks in a checkout of the project"
        raise UsageError(message)
    if unknown := sorted(set(only or ()) - PARTS.keys()):
        message = f"--only {unknown[0]}: it is one of {', '.join(PARTS)}"
        raise UsageError(message)
    for name in only or PARTS:
        tables = PARTS[name]()
        _show(*tables)
        parts = parts_of(PAGE.read_text(encoding="utf-8")) if PAGE.exists() else {}
        parts[name] = part(tables, measured_on=datetime.now(UTC).date())
        PAGE.write_text(page(parts, tuple(PARTS)), encoding="utf-8")
        say(f"{name}: written to {PAGE}.")


def _show(*tables: "Table") -> None:
    for table in tables:
        print(table.markdown())
