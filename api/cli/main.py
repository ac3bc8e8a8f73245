"""The command ``waterbed``: finds the command asked for, and turns every error into one line and an exit code.

Commands are listed in a table and imported when they are run, so that asking for help takes no time. A command is a
function that typer understands, or a typer app of several; it returns None, or its exit code.
"""

import errno
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group

from api.cli.context import Context, say
from api.home import Home, default_home
from graph.errors import WaterbedError

INTERRUPTED = 130
READER_LEFT = 141
"""Exit codes of a process ended by SIGINT and by SIGPIPE."""


class Entry(NamedTuple):
    """Where a command lives, and what it does in a line."""

    module: str
    attribute: str
    help: str


COMMANDS = {
    "keys": Entry("api.cli.keys", "app", "Make, hand out, show and rotate keys."),
    "policy": Entry("api.cli.policy", "app", "Show and check what this installation accepts."),
    "layout": Entry("api.cli.layout", "app", "Propose and check how a file's own columns are read."),
    "graph": Entry("api.cli.graph", "app", "Start, stop, query and compare the graph."),
    "geo": Entry("api.cli.geo", "app", "Fetch and import boundaries: who is next door."),
    "ingest": Entry("api.cli.ingest", "ingest", "Read files: validate, pseudonymise, link, store."),
    "seal": Entry("api.cli.seal", "seal", "At a sender: turn a file into one without a plain identifier."),
    "vault": Entry("api.cli.vault", "app", "Show the vault of linkage tokens, let go what is too old."),
    "link": Entry("api.cli.link", "link", "Link what waits, or everything again after a change of the model."),
    "linkage": Entry("api.cli.linkage", "app", "Show the linkage model, or train it on what this home holds."),
    "review": Entry("api.cli.review", "app", "Judge doubtful links: what waits, verdicts, questions, undo."),
    "analyse": Entry("api.cli.analyse", "analyse", "Find rotation, relocation and displacement in what is stored."),
    "findings": Entry("api.cli.findings", "app", "List findings that wait for a decision; accept and reject them."),
    "cases": Entry("api.cli.cases", "app", "Open, follow up, hand over and close cases."),
    "rules": Entry("api.cli.rules", "app", "Show how rules do with those who decide on their findings."),
    "explain": Entry("api.cli.explain", "explain", "Show all that is known of one finding."),
    "export": Entry("api.cli.export", "export", "Write results as CSV, JSON or Parquet."),
    "network": Entry("api.cli.network", "network", "Show who and what is reached from one person, premises or phone."),
    "flows": Entry("api.cli.flows", "flows", "Write where people go from one municipality to the next."),
    "next": Entry("api.cli.next", "next_town", "Rank the towns where a group is likely to be next."),
    "summary": Entry("api.cli.summary", "summary", "Tell a mayor what a measure did, in counts that point at nobody."),
    "profile": Entry("api.cli.profile", "app", "Keep what municipalities have in place against exploitation."),
    "retention": Entry("api.cli.retention", "app", "Let go what is over its term; hold what may not go yet."),
    "erase": Entry("api.cli.erase", "app", "Erase a person, a record or a batch for good."),
    "alerts": Entry("api.cli.alerts", "app", "Show, send and acknowledge alerts."),
    "audit": Entry("api.cli.audit", "app", "Check that the log of person-level reads is whole."),
    "feed": Entry("api.cli.feed", "app", "Take in files that a service leaves at any hour; rate and lag."),
    "signals": Entry("api.cli.signals", "app", "Take in and look after signals of residents and professionals."),
    "serve": Entry("api.cli.serve", "serve", "Serve the API on this machine."),
    "simulate": Entry("api.cli.simulate", "simulate", "Write files of an invented region, with the truth beside them."),
    "bench": Entry("api.cli.bench", "app", "Measure the product; in a checkout alone."),
    "demo": Entry("api.cli.demo", "demo", "Simulate, ingest, analyse and tell what was found."),
}


class LazyGroup(TyperGroup):
    """A group whose commands are imported when they are run."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - typer's signature
        """Return the names of all commands, in the order of work."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - typer's signature
        """Return a command, imported now."""
        entry = COMMANDS.get(cmd_name)
        return None if entry is None else _imported(cmd_name, entry)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - typer's signature
        """List the commands from the table, importing none."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in COMMANDS.items()])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command asked for; for an unknown one, typer proposes those that look like it."""
        if args[0] not in COMMANDS:
            self.commands = {name: TyperCommand(name) for name in COMMANDS}
        return super().resolve_command(ctx, args)


def _imported(name: str, entry: Entry) -> Any:
    found = getattr(import_module(entry.module), entry.attribute)
    if isinstance(found, typer.Typer):
        found.rich_markup_mode = None
        command: Any = get_group(found)
    else:
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        alone.command(name)(found)
        command = get_command(alone)
    command.name = name
    return command


app = typer.Typer(cls=LazyGroup, add_completion=False, rich_markup_mode=None, no_args_is_help=True)


def _show_version(asked: bool) -> None:
    if asked:
        print(f"waterbed {version('waterbed')}")
        raise typer.Exit


@app.callback()
def waterbed(
    context: typer.Context,
    home: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Keys, graph and caches of one installation.", show_default=False)
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an unexpected error.")] = False,
    version: Annotated[  # noqa: ARG001 - its callback answers
        bool, typer.Option("--version", help="Show the version and end.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Link encounters across municipalities and find reappearance, rotation, relocation and displacement.

    Ends with 0 when done; 1 when done, but something was rejected, refused or needs a look; 2 for wrong usage;
    3 when nothing could be done.
    """
    context.obj = Context(Home(home.absolute()) if home else default_home(), is_debug=debug)


def run(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process with the exit code of the contract."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = _run(words)
        sys.stdout.flush()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except SystemExit as error:
        # Typer ends this way, and only so, when the reader of a pipe has left.
        code = READER_LEFT if error.code == 1 else int(error.code or 0)
    except OSError as error:
        if error.errno != errno.EPIPE:
            raise
        code = READER_LEFT
    if code == INTERRUPTED:
        say("waterbed: interrupted")
    if code == READER_LEFT:
        # Nobody reads any more: Python's own flush at the end would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def _run(words: list[str]) -> int:
    is_debug = "--debug" in words
    try:
        result = get_group(app).main(words, prog_name="waterbed", standalone_mode=False)
    except typer.TyperException as error:
        return _misused(error)
    except typer.Abort:
        say("waterbed: aborted")
        return 3
    except WaterbedError as error:
        if is_debug:
            _trace(error)
        say(f"waterbed: {error}")
        return error.exit_code
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise
        return _unexpected(error, words, is_debug=is_debug)
    except Exception as error:  # noqa: BLE001 - the last resort: one line, never a traceback
        return _unexpected(error, words, is_debug=is_debug)
    return result if isinstance(result, int) else 0


def _misused(error: typer.TyperException) -> int:
    context = getattr(error, "ctx", None)
    text = error.format_message().strip()
    if "\n" in text:  # asked for nothing: the help
        say(text)
    else:
        path = context.command_path if context else "waterbed"
        say(f"waterbed: {text.rstrip('.?')}; see `{path} --help`")
    return 2 if error.exit_code == 2 else 3


def _unexpected(error: Exception, words: Sequence[str], *, is_debug: bool) -> int:
    """Tell of an error nobody foresaw, without its message: that may repeat a value from a file."""
    if is_debug:
        _trace(error)
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "nowhere"
    command = next((word for word in words if word in COMMANDS), "waterbed")
    hint = "" if is_debug else "; run it with `waterbed --debug …` for the details"
    say(f"waterbed: {command} failed unexpectedly ({type(error).__name__} at {where}){hint}")
    return 3


def _trace(error: BaseException) -> None:
    """Show where an error came from, and what led to it, without their messages: those may repeat a value."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        _trace(before)
        say("\nwhich led to:\n")
    say("Traceback (most recent call last):")
    say("".join(traceback.format_tb(error.__traceback__)) + type(error).__name__)


if __name__ == "__main__":
    run()
