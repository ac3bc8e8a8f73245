"""``waterbed layout``: how a register's own columns and words map onto the contract's."""

import json
import secrets
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.context import context_of, say

if TYPE_CHECKING:
    from ingest.keyring import Keyring
    from ingest.layouts.guess import Proposal
    from ingest.layouts.layout import Layout

app = typer.Typer(help="Propose and check how a file's own columns are read.")


@app.command()
def guess(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, XLSX, Parquet or JSON Lines.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE.toml", help="Write it here; standard output otherwise."),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(help="encounters, controls or interventions; what explains most of the file otherwise."),
    ] = None,
) -> int:
    """Propose a layout by the names of a file's headers and what stands under them.

    What is in doubt is left out and listed. A legal basis and a purpose are never guessed: only a column of that very
    name is read as one. Ends with 1 where a column isn't found that no constant can give.
    """
    from graph.errors import UsageError  # noqa: PLC0415 - heavy
    from ingest.fields.dates import LOCAL_TIME  # noqa: PLC0415
    from ingest.formats import KINDS  # noqa: PLC0415
    from ingest.layouts.guess import guess_layout, to_toml  # noqa: PLC0415

    if kind is not None and kind not in KINDS:
        message = f"--kind is one of {', '.join(KINDS)}"
        raise UsageError(message)
    if output is not None and output.exists():
        message = f"{output} exists, and may have been mended by hand: choose another name with -o"
        raise UsageError(message)
    proposal = guess_layout(file, today=datetime.now(UTC).astimezone(LOCAL_TIME).date(), kind=kind)
    text = to_toml(proposal)
    if output is None:
        print(text, end="")
    else:
        _write(output, text)
    _tell(proposal)
    return 1 if proposal.lacking else 0


def _write(path: Path, text: str) -> None:
    from graph.errors import WaterbedError  # noqa: PLC0415

    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        message = f"{path} can't be written ({error.strerror}): choose another place with -o"
        raise WaterbedError(message) from None


def _tell(proposal: "Proposal") -> None:
    wide = max((len(g.column) for g in proposal.columns), default=0)
    for g in proposal.columns:
        say(f"{g.column.ljust(wide)}  {g.confidence:.2f}  {g.header!r}, {g.by}")
    for one in proposal.not_mapped:
        say(f"not mapped: {one.header!r}, {one.reason}")
    if proposal.lacking:
        say(f"needed and not found: {', '.join(proposal.lacking)}")
    if proposal.blanks:
        say(f"to be filled in under [constants]: {', '.join(proposal.blanks)}")


@app.command()
def check(
    context: typer.Context,
    layout: Annotated[Path, typer.Argument(metavar="LAYOUT", help="A layout, TOML.")],
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A file to read with it; nothing of it is stored.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was found as JSON.")] = False,
) -> int:
    """Say whether a layout can be used, and with FILE what would become of its rows: no keys, no graph, nothing stored.

    Ends with 0 when it is fine, with 1 when something needs a look, with 3 when it can't be used.
    """
    from ingest.fields.dates import LOCAL_TIME  # noqa: PLC0415 - heavy
    from ingest.layouts import load_layout  # noqa: PLC0415
    from ingest.layouts.check import doubts, dry_run, missing  # noqa: PLC0415
    from ingest.policy_file import load_policy  # noqa: PLC0415
    from viz.layout_check import dry_run_lines  # noqa: PLC0415

    mapping = load_layout(layout)
    lacking, found, run = missing(mapping), list(doubts(mapping)), None
    if file is not None and not lacking:
        today = datetime.now(UTC).astimezone(LOCAL_TIME).date()
        policy = load_policy(context_of(context).home.policy)
        run = dry_run(file, mapping, policy=policy, keys=_throwaway_keys(), today=today)
    if as_json:
        said: dict[str, object] = {
            "kind": mapping.kind,
            "columns": dict(mapping.columns),
            "constants": sorted(mapping.constants),
        }
        said |= {"missing": list(lacking), "doubts": found, "dry_run": asdict(run) if run else None}
        print(json.dumps(said, indent=1, ensure_ascii=False))
    else:
        _print_layout(mapping, lacking, found)
        for line in dry_run_lines(asdict(run)) if run else ():
            print(line)
    if lacking:
        say(f"waterbed: {layout.name} can't be used: it lacks {', '.join(lacking)}; map or give them under [constants]")
        return 3
    return 1 if found or (run is not None and run.needs_a_look) else 0


def _throwaway_keys() -> "Keyring":
    """Keys that nobody keeps."""
    from ingest.keyring import Keyring  # noqa: PLC0415
    from ingest.stages import KEY_BYTES  # noqa: PLC0415

    return Keyring(*(secrets.token_bytes(KEY_BYTES) for _ in ("region", "centre", "vault", "references", "audit")))


def _print_layout(layout: "Layout", lacking: tuple[str, ...], found: list[str]) -> None:
    print(
        f"{layout.name}: {layout.kind}, {len(layout.columns)} columns read, {len(layout.constants)} given as constants"
    )
    for column, header in layout.columns.items():
        words = f", {len(layout.values[column])} words translated" if column in layout.values else ""
        print(f"  {column} from {header!r}{words}")
    if layout.constants:
        print(f"  constants: {', '.join(layout.constants)}")
    for column in lacking:
        print(f"missing: {column}")
    for doubt in found:
        print(f"look: {doubt}")
