"""``waterbed feed``: files that a service, such as one that screens adverts, leaves at any hour."""

import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.context import context_of, say

if TYPE_CHECKING:
    from api.home import Home
    from api.jobs.feeds import Remembered

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Take in files that a service leaves at any hour.")


@app.command()
def watch(
    context: typer.Context,
    seconds: Annotated[float | None, typer.Option(hidden=True, min=0, help="End after this long.")] = None,
) -> int:
    """Take in files as they come, until Ctrl-C; `waterbed serve` does the same all the while."""
    from api.jobs.feeds import Remembered  # noqa: PLC0415 - heavy
    from api.jobs.intake import EVERY_S  # noqa: PLC0415

    home = context_of(context).home
    _needed(home)
    say("Watching; end it with Ctrl-C.")
    ended = threading.Event()
    if seconds is not None:
        timer = threading.Timer(seconds, ended.set)
        timer.daemon = True
        timer.start()
    remembered = Remembered()
    code = _take(home, remembered)
    while not ended.wait(EVERY_S):
        code = max(code, _take(home, remembered))
    return code


@app.command()
def take(context: typer.Context) -> int:
    """Take in the files that lie there now, and end."""
    home = context_of(context).home
    _needed(home)
    return _take(home)


@app.command()
def status(context: typer.Context) -> int:
    """Show of each feed its files and rows of the last day, how late they were, what waits and what was put aside."""
    from api.jobs.feeds import feed_states  # noqa: PLC0415 - heavy
    from viz.feed_status import feed_lines  # noqa: PLC0415

    home = context_of(context).home
    _needed(home)
    states = feed_states(home, now=datetime.now(UTC))
    for s in states:
        told = s.figures
        for line in feed_lines(
            s.feed.source_id, files=told.files, rows=told.rows, rejected=told.rejected, known=told.known,
            median_lag_s=told.median_lag_s, most_lag_s=told.most_lag_s, last_at=told.last_at, waiting=s.waiting,
            oldest_waiting_s=s.oldest_waiting_s, aside=s.aside, is_there=s.is_there,
        ):  # fmt: skip
            print(line)
    return 1 if any(not s.is_there or s.aside for s in states) else 0


@app.command()
def token() -> None:
    """Make a token for a service that sends files over https, and the line for feeds.toml that lets it in."""
    from api.intake.signals_file import new_code  # noqa: PLC0415 - heavy

    made, digest = new_code()
    print(made)
    print(f'token_sha256 = "{digest}"')
    say("Give the first line to the service, and write the second under its section; the token is kept nowhere.")


def _needed(home: "Home") -> None:
    from api.intake.feeds_file import load_feeds  # noqa: PLC0415 - heavy
    from graph.errors import PolicyError  # noqa: PLC0415

    if not load_feeds(home.feeds, home.root):
        message = f"this home takes no feeds: write {home.feeds} with a section [feeds.REGISTER] and its folder"
        raise PolicyError(message)


def _take(home: "Home", remembered: "Remembered | None" = None) -> int:
    from api.jobs.feeds import take_feeds  # noqa: PLC0415 - heavy
    from api.jobs.intake import only_intake  # noqa: PLC0415

    with only_intake(home):
        done = take_feeds(home, clock=lambda: datetime.now(UTC), remembered=remembered)
    for line, why in done:
        print(
            f"{line.feed}: {line.outcome}, {line.rows:,} rows, {line.rejected:,} rejected, {line.lag_s:.0f} s after its "
            f"last byte{f': {why}' if why else ''}",
            flush=True,
        )
    return 1 if any(why or line.rejected for line, why in done) else 0
