"""``waterbed analyse``: find what follows from what is stored."""

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from api.cli.context import context_of, progress, say


def analyse(
    context: typer.Context,
    seed: Annotated[int, typer.Option(help="Seed of the shifted data sets that chance is measured with.")] = 1,
    shifts: Annotated[int, typer.Option(min=19, help="Most shifted data sets of a round.")] = 199,
    since: Annotated[
        str | None,
        typer.Option(metavar="RUN|DATE|last", help="Weigh by the chance of an earlier full run instead of anew."),
    ] = None,
    lag_days: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=365,
            help="Days at the end of the data that displacement leaves out; if not said, as late as registers were so far.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Find rotation, relocation and displacement, and rebuild itineraries.

    With --since a run takes seconds and gives what a full run would with the chance that the earlier one measured. Where
    the home has grown too much since, it is a full run, and says so.

    Findings that go on keep their ids; those that nothing continues are withdrawn. Reappearances are found by ingest.
    """
    from api.jobs.analyse import analyse as run  # noqa: PLC0415 - heavy

    with progress() as bars:
        tasks: dict[str, Any] = {}

        def on_step(name: str, share: float) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(name, total=100)
            bars.update(tasks[name], completed=100 * share)

        home = context_of(context).home
        done = run(
            home, now=datetime.now(UTC), seed=seed, shifts=shifts, since=since, lag_days=lag_days, on_step=on_step
        )
    if done.since.because:
        say(f"a full run, for {done.since.because}")
    tiers = [f.tier.value for f in done.rotations]
    moved = [f.tier.value for f in done.relocations]
    print(f"{done.encounters:,} encounters of {done.persons:,} persons, {done.stays:,} stays")
    print(
        f"rotations: {tiers.count('flagged'):,} flagged, {tiers.count('pattern'):,} patterns "
        f"({done.rotations_tested:,} groups weighed, {done.rotations_expected:,.1f} expected by chance)"
    )
    print(f"relocations: {moved.count('flagged'):,} flagged, {moved.count('pattern'):,} patterns")
    for found in done.displacements:
        print(f"displacement, measure {found.intervention_id}: step {found.ladder_step} of 5, {found.wording}")
