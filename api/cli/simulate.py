"""``waterbed simulate``: files of an invented region."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.context import progress, say


def simulate(
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder to write to.")],
    seed: Annotated[int, typer.Option(help="Same seed, same files.")] = 1,
    encounters: Annotated[int, typer.Option(min=200, max=2_000_000, help="About how many encounters.")] = 20_000,
    world: Annotated[
        str,
        typer.Option(
            help="region, met-more, sparse (one in 200 rotated), rare (one in 2,000), thin (seldom met), varied, no-decoys, calm "
            "(nothing planted), quiet (no decoys either) or clean (hardly any noise)."
        ),
    ] = "region",
) -> None:
    """Write contract files of an invented region, with the truth in the folder ``truth`` beside them.

    Everybody in it is invented; the product never reads the truth.
    """
    from graph.errors import UsageError  # noqa: PLC0415
    from ingest.simulation import WORLDS  # noqa: PLC0415
    from ingest.simulation import simulate as run  # noqa: PLC0415

    if world not in WORLDS:
        message = f"--world is one of {', '.join(WORLDS)}"
        raise UsageError(message)
    with progress() as bars:
        task = bars.add_task("drawing encounters", total=encounters)
        written = run(
            out, seed=seed, encounters=encounters, world=WORLDS[world], on_rows=lambda n: bars.advance(task, n)
        )
    for name, rows in written.items():
        print(f"{rows:>9,}  {out / name}")
    say(f"The truth lies in {out / 'truth'}.")
