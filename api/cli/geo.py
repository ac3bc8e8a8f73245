"""``waterbed geo``: boundaries of municipalities, for who is next door."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.context import context_of, progress, say

if TYPE_CHECKING:
    from api.jobs.geo import Imported

app = typer.Typer(help="Fetch, import and show boundaries of municipalities, for who is next door.")


@app.command()
def fetch(
    context: typer.Context,
    vintage: Annotated[int, typer.Option(min=2016, max=2100, help="Year of the division.")] = 2024,
) -> int:
    """Fetch the boundaries of CBS from PDOK. The only request to another host that this product makes.

    Ends with 1 when something in them needs a look.
    """
    from api.boundaries.fetching import HOST, download  # noqa: PLC0415 - heavy
    from api.jobs.geo import fetch as run_fetch  # noqa: PLC0415

    say(f"Asking {HOST} for the municipalities of {vintage}.")
    with progress() as bars:
        task = bars.add_task("bytes", total=None)
        done = run_fetch(
            context_of(context).home,
            vintage=vintage,
            now=datetime.now(UTC),
            get=lambda address: download(address, on_bytes=lambda n: bars.advance(task, n)),
        )
    return _told(done)


@app.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="GeoPackage, GeoJSON or TopoJSON, RD New or WGS84.")],
    layer: Annotated[str | None, typer.Option(help="Layer or object; found otherwise.", show_default=False)] = None,
    source: Annotated[
        str | None, typer.Option(help="Where it came from; the file's name otherwise.", show_default=False)
    ] = None,
    vintage: Annotated[str | None, typer.Option(help="Year of the division.", show_default=False)] = None,
    attribution: Annotated[str | None, typer.Option(help="Whom maps have to name.", show_default=False)] = None,
) -> int:
    """Import boundaries from a file.

    Ends with 1 when something in them needs a look.
    """
    from api.jobs.geo import Stated, import_file  # noqa: PLC0415 - heavy

    stated = Stated(source, vintage, attribution, layer)
    return _told(import_file(context_of(context).home, file, stated, now=datetime.now(UTC)))


@app.command()
def status(context: typer.Context) -> int:
    """Show which boundaries this home keeps and its graph holds.

    Ends with 1 when there are none, or the two differ.
    """
    from api.jobs.geo import status as found_status  # noqa: PLC0415 - heavy

    found = found_status(context_of(context).home)
    if found.kept is None:
        print("no boundaries: next door is by distance between points; `waterbed geo fetch` or `geo import FILE`")
    else:
        origin = found.kept.origin
        print(f"source       {origin.source}")
        print(f"vintage      {origin.vintage}")
        print(f"sha256       {origin.sha256}")
        print(f"attribution  {origin.attribution}")
        print(f"obtained     {origin.obtained_at}")
        print(f"borders      {len(found.kept.borders)}")
    print(f"graph        {found.in_graph.about if found.in_graph else 'no borders'}")
    kept_about = found.kept.origin.about if found.kept else None
    return 0 if found.kept and found.in_graph and found.in_graph.about == kept_about else 1


@app.command()
def neighbours(
    context: typer.Context,
    municipality: Annotated[list[str], typer.Argument(help="CBS codes or official names, as of today.")],
) -> None:
    """Print who lies in ring 1 and ring 2 of municipalities, and why: tab-separated ring, code, name, reason."""
    from api.jobs.geo import neighbourhood_of, resolved  # noqa: PLC0415 - heavy

    towns = resolved(municipality, datetime.now(UTC).date())
    round_them = neighbourhood_of(context_of(context).home)
    rings = round_them.rings(towns)
    for number, ring in ((1, rings.first), (2, rings.second)):
        for code in ring:
            print(f"{number}\t{code}\t{round_them.table.name(code)}\t{round_them.why(code, towns)}")
    if caveat := round_them.caveat(towns):
        say(caveat)


@app.command()
def areas(
    context: typer.Context,
    intervention: Annotated[str, typer.Argument(metavar="INTERVENTION", help="Id of a measure that was analysed.")],
) -> None:
    """Print which municipalities a measure's evaluation compared, and why: tab-separated role, code, name, reason."""
    from api.jobs.geo import compared  # noqa: PLC0415 - heavy

    for role, code, name, why in compared(context_of(context).home, intervention):
        print(f"{role}\t{code}\t{name}\t{why}")


def _told(done: "Imported") -> int:
    from graph.geography import load_municipalities  # noqa: PLC0415 - heavy
    from viz.boundaries import checked_lines  # noqa: PLC0415

    what = f"{done.read.file_format} in {'RD New' if done.read.epsg == 28992 else 'WGS84'}"
    say(f"Read {what}, vintage {done.origin.vintage}; to be credited: {done.origin.attribution}")
    for line in checked_lines(done.checked, done.borders, load_municipalities()):
        say(line)
    if "unknown" in {done.origin.vintage, done.origin.attribution}:
        say("look: the file doesn't say all of where it comes from: state --vintage and --attribution")
        return 1
    return 1 if done.checked.needs_a_look else 0
