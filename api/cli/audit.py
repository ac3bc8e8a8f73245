"""``waterbed audit``: whether the log of person-level reads is whole."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.audit import AuditLog, Checkpoint, current_actor, verify
from api.audit.checkpoint import parsed_checkpoint, public_key
from api.audit.keeping import keep_elsewhere
from api.cli.context import context_of, say
from graph.errors import AuditError, UsageError
from ingest.keyring import load_keyring

app = typer.Typer(help="Check that the log of person-level reads is whole.")


@app.command("verify")
def verify_log(
    context: typer.Context,
    checkpoint: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="A checkpoint kept elsewhere; may be given several times."),
    ] = None,
) -> int:
    """Check every line of the log, and name the first that was changed, deleted, moved, slipped in or cut off.

    Where `audit keep` named a second place, the log is held against every checkpoint there as well. Ends with 0 when the log is whole, with 1 when it isn't.
    """
    log = _log(context)
    verdict = verify(log, kept=[_kept(path, log.key) for path in checkpoint or ()])
    if verdict.torn_bytes:
        say(f"A crash left {verdict.torn_bytes} torn bytes at the end; the next line will tell of them.")
    if verdict.is_whole:
        crashes = f", {verdict.recovered} of them telling of a crash" if verdict.recovered else ""
        copies = f"; {verdict.copies} checkpoints kept elsewhere fit" if verdict.copies else ""
        print(f"whole: {verdict.lines} lines{crashes}{copies}")
        return 0
    where = f"line {verdict.first_bad_line}: " if verdict.first_bad_line else ""
    print(f"not whole: {where}{verdict.problem} ({verdict.lines} lines before are proven)")
    return 1


@app.command("checkpoint")
def show_checkpoint(context: typer.Context) -> None:
    """Print the checkpoint, to be kept where nobody who can write to this home can: it proves what was there now."""
    log = _log(context)
    try:
        print(log.checkpoint_path.read_text(encoding="utf-8"), end="")
    except OSError:
        message = "there is no checkpoint yet: nothing was read of persons"
        raise AuditError(message) from None


@app.command()
def keep(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="FOLDER", help="A folder outside the home, best on another machine's disk.")
    ] = None,
    nowhere: Annotated[bool, typer.Option("--nowhere", help="Keep no copies any more.")] = False,
) -> None:
    """Copy every checkpoint to a second place from now on, before the data that it is about leave.

    Nothing leaves while that place can't be written to. The choice is a line of the log.
    """
    if (folder is None) != nowhere:
        message = "name a FOLDER, or say --nowhere"
        raise UsageError(message)
    actor, host = current_actor()
    keep_elsewhere(_log(context), folder, actor=actor, host=host, now=datetime.now(UTC))
    say(f"Checkpoints are copied to {folder} from now on." if folder else "Checkpoints stay in the home from now on.")


@app.command()
def key(context: typer.Context) -> None:
    """Print the public key that checkpoints are signed with (ed25519): who holds it can prove a copy."""
    print(public_key(_log(context).key))


def _log(context: typer.Context) -> AuditLog:
    home = context_of(context).home
    return AuditLog(home.audit, load_keyring(home.keys).audit)


def _kept(path: Path, key: bytes) -> Checkpoint:
    try:
        found = parsed_checkpoint(path.read_bytes(), key)
    except OSError as error:
        message = f"{path} can't be read ({error.strerror})"
        raise UsageError(message) from None
    if found is None:
        message = f"{path} is not a checkpoint signed with the keys of this home"
        raise UsageError(message)
    return found
