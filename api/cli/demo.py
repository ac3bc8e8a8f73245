"""``waterbed demo``: the whole length of it on an invented region."""

import sys
import textwrap
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.context import context_of, progress, say
from api.home import Home

if TYPE_CHECKING:
    from collections.abc import Callable

BETWEEN = ("GM0599", "GM0502")
TOWN, PERIOD = "GM0502", "2024Q3"
WIDTH = 100


def demo(
    context: typer.Context,
    home: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of the demo; emptied when it is one.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of the invented region.")] = 1,
    encounters: Annotated[int, typer.Option(min=200, help="About how many encounters.")] = 20_000,
    graph: Annotated[str, typer.Option(help="embedded, or neo4j as WATERBED_GRAPH_URI names it.")] = "embedded",
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the API at the end.")] = True,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where to serve.")] = 8471,
) -> None:
    """Simulate a region, ingest, link, analyse, and tell what was found from the data alone.

    Everybody in the region is invented. What isn't found is said to be not found.
    """
    import os  # noqa: PLC0415

    from api.jobs.demo import found_in, fresh_home, name_of, run_demo  # noqa: PLC0415 - heavy
    from api.jobs.ingest import Watch  # noqa: PLC0415
    from graph.errors import UsageError  # noqa: PLC0415
    from viz.story import chapters  # noqa: PLC0415

    is_named = bool(os.environ.get("WATERBED_GRAPH_URI"))
    if graph not in ("embedded", "neo4j") or (graph == "neo4j") != is_named:
        message = "--graph is embedded, or neo4j with WATERBED_GRAPH_URI naming one"
        raise UsageError(message)
    place = Home(home.absolute()) if home else Home(context_of(context).home.root / "demo")
    fresh_home(place)
    say(f"An invented region of about {encounters:,} encounters (seed {seed}), in {place.root}")
    watch = Watch()
    with progress() as bars:
        tasks: dict[str, Any] = {}

        def show(name: str, completed: float | None, total: float | None, *, advance: float = 0) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(name, total=total)
                if bars.disable:
                    say(f"  {name} …")
            if advance:
                bars.advance(tasks[name], advance)
            else:
                bars.update(tasks[name], completed=completed, total=total)

        watch.on_rows = lambda n: show("reading and storing", None, None, advance=n)
        watch.on_linked = lambda done, total: show("linking", done, total)
        run_demo(
            place,
            seed=seed,
            encounters=encounters,
            now=datetime.now(UTC),
            watch=watch,
            on_drawn=lambda n: show("simulating", None, encounters, advance=n),
            on_step=lambda name, share: show(f"analysing: {name}", 100 * share, 100),
        )
    found = found_in(place)
    say("Took " + ", ".join(f"{name} {seconds:.0f} s" for name, seconds in watch.seconds.items()) + ".\n")
    command = f"{_short(Path(sys.argv[0]).absolute())} --home {_short(place.root)}"
    print(
        f"What the data say: {found.encounters:,} encounters of {found.persons:,} persons, from {found.sources} registers "
        f"in {found.municipalities} municipalities.\n"
    )
    told = chapters(found, name=name_of, between=BETWEEN, command=command)
    for number, chapter in enumerate(told, start=1):
        print(f"{number}. {chapter.heading}")
        print(textwrap.indent(textwrap.fill(chapter.text, WIDTH - 3), "   "))
        print(f"   more: {chapter.more}\n")
    _tell_alert(found, told[0].is_found, command)
    _tell_summary(place, command)
    _tell_following_up(place, command)
    if serve:
        from api.jobs.serve import serve_home  # noqa: PLC0415

        serve_home(place, port=port, on_listening=lambda at: print(f"\nServing at {at} (Ctrl-C ends it).", flush=True))


def _tell_alert(found: Any, is_told: bool, command: str) -> None:
    from api.jobs.demo import name_of  # noqa: PLC0415
    from viz.story import told_reappearance  # noqa: PLC0415

    finding = told_reappearance(found.reappearances, BETWEEN) if is_told else None
    alerts = [a for a in found.alerts if finding and a.finding_id == finding.id]
    print("5. Alert")
    if alerts:
        recipients = ", ".join(_desk(a.recipient, name_of) for a in alerts)
        told = f"Written with that reappearance, one each to {recipients}: a finding awaits you, nothing of whom."
        print(textwrap.indent(textwrap.fill(told, WIDTH - 3), "   "))
    else:
        print("   None was written for it.")
    print(f"   {len(found.alerts):,} alerts in the outbox.\n   more: {command} alerts list\n")


def _tell_summary(place: Home, command: str) -> None:
    from api.jobs.summary import told  # noqa: PLC0415
    from graph.summaries.period import parse_period  # noqa: PLC0415
    from viz.summary import text  # noqa: PLC0415

    print("6. The mayor's summary")
    summary = text(told(place, TOWN, parse_period(PERIOD), now=datetime.now(UTC)), "en")
    lines = [textwrap.fill(line, WIDTH - 3) for line in summary.splitlines()]
    print(textwrap.indent("\n".join(lines), "   "))
    print(f"   in Dutch: {command} summary {TOWN} --period {PERIOD}")


def _tell_following_up(place: Home, command: str) -> None:
    from api.jobs.demo_home import CODE_FILE  # noqa: PLC0415

    print("\n7. Told, followed up, and told by others")
    for what, how in (
        ("an analyst's findings", f"{command} findings list"),
        ("how rules do", f"{command} rules report"),
        ("alerts of one desk", f"{command} alerts list --recipient police:Rotterdam"),
        ("cases", f"{command} cases list"),
        (
            "signals",
            f"/melden where it is served; the code of a care organisation is in {_short(place.root / CODE_FILE)}",
        ),
        (
            "adverts",
            f"a file lies in {_short(place.root / 'drop')} for `serve` or `{command} feed take`; then `feed status`",
        ),
        ("for CoMensha", f"{command} export report --for comensha --period 2024 --purpose demo"),
        ("quiet, or unseen?", f"{command} profile show {TOWN}"),
    ):
        print(f"   {what}: {how}")


def _desk(recipient: str, name_of: "Callable[[str], str]") -> str:
    """Recipient as a reader calls it."""
    audience, _, name = recipient.partition(":")
    if not name:
        return name_of(recipient)
    return f"the police of {name}" if audience == "police" else f"care in {name}"


def _short(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
