"""``waterbed keys``: the keys of this home, made, handed out, shown and rotated."""

import json
from pathlib import Path
from typing import Annotated

import typer

from api.cli.context import context_of, progress, say
from api.home import Home
from ingest.keyring import load_keyring, load_region_key, new_keyring

app = typer.Typer(help="Make, hand out, show and rotate keys.")


@app.command()
def new(context: typer.Context) -> None:
    """Make new keys for a centre; existing ones are never overwritten.

    Whoever holds the keys can link, whoever loses them can link nothing to what is stored: keep a copy apart.
    """
    home = context_of(context).home
    home.folder(home.root)
    keyring = new_keyring(home.keys)
    say(f"Keys written to {home.keys}: keep a copy apart; without them nothing stored can be linked to.")
    print(keyring.fingerprint())


@app.command()
def sender_new(context: typer.Context) -> None:
    """At a sender: make a pair of keys, and print the public one, for which the region key is then wrapped."""
    from ingest.handover import new_sender, public_fingerprint, read_public  # noqa: PLC0415

    home = context_of(context).home
    home.folder(home.root)
    line = new_sender(home.sender_keys)
    say(f"Keep {home.sender_keys} here; send the line below to the centre: `waterbed keys sender-new > us.pub`.")
    say(f"Its fingerprint, to be compared on the telephone: {public_fingerprint(read_public(line))}")
    print(line)


@app.command()
def wrap(
    context: typer.Context,
    sender: Annotated[Path, typer.Option("--for", metavar="SENDER.pub", help="What `keys sender-new` printed there.")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="Where the wrapped key goes.")],
) -> None:
    """Wrap the region key for one sender: nobody else can open the file."""
    from api.jobs.export import destination  # noqa: PLC0415
    from ingest.handover import public_fingerprint, read_public, wrap_region_key  # noqa: PLC0415

    key = load_region_key(context_of(context).home.keys)
    public = read_public(_read(sender).decode("utf-8", "replace"))
    wrapped = wrap_region_key(key, public)
    with destination(out) as stream:
        stream.write(wrapped)
    say(f"Wrapped for the sender with the fingerprint {public_fingerprint(public)}: compare it with what they see.")
    print(f"region key, version {key.version}, fingerprint {key.fingerprint()}")


@app.command()
def unwrap(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The region key as it was wrapped for this home.")],
) -> None:
    """At a sender: take the region key out of its wrapping; this home can then seal."""
    from ingest.handover import unwrap_region_key  # noqa: PLC0415

    home = context_of(context).home
    key = unwrap_region_key(_read(file), home.sender_keys, home.keys)
    say("Compare the fingerprint with the one that the centre saw; if they differ, seal nothing.")
    print(f"region key, version {key.version}, fingerprint {key.fingerprint()}")


@app.command()
def show(context: typer.Context) -> None:
    """Print what this home's keys are for, their versions and fingerprints; never a key."""
    home = context_of(context).home
    if home.sender_keys.exists():
        from ingest.handover import load_own, public_fingerprint, public_line, read_public  # noqa: PLC0415

        print(f"sender      {public_fingerprint(read_public(public_line(load_own(home.sender_keys))))}")
        if not home.keys.exists():
            print("can         unwrap the region key (`waterbed keys unwrap`)")
            return
    if _is_sender(home):
        key = load_region_key(home.keys)
        print(f"region      version {key.version}, {key.fingerprint()}")
        print("can         seal")
        return
    keyring = load_keyring(home.keys)
    if keyring.region:
        print(f"region      version {keyring.region_version}, {keyring.region_key().fingerprint()}")
    else:
        print(f"region      version {keyring.region_version}, given away")
    if keyring.oldest_region < keyring.region_version:
        print(f"            sealed files of version {keyring.oldest_region} and later are taken")
    print(f"centre      version {keyring.version}, {keyring.fingerprint()}")
    print(f"can         ingest, link, export{', seal, wrap' if keyring.region else ' (sealed files only)'}")


@app.command()
def rotate(
    context: typer.Context,
    key: Annotated[
        str | None,
        typer.Argument(
            metavar="[centre|region|vault|references]", help="Which key; none: finish what was interrupted."
        ),
    ] = None,
) -> None:
    """Put a new key in the place of one, and take everything stored over to it: persons keep their ids.

    It waits for an ingest that is at it. Ended anywhere, `waterbed keys rotate` finishes it. Afterwards nothing needs
    the old file of keys any more: destroy its copies, and keep one of the new.
    """
    from api.jobs.rotate import rotate as rotate_keys  # noqa: PLC0415 - heavy
    from graph.errors import UsageError  # noqa: PLC0415
    from ingest.key_rotation import Rotated  # noqa: PLC0415

    if key is not None and key not in list(Rotated):
        message = f"the key to rotate is one of {', '.join(Rotated)}"
        raise UsageError(message)
    home = context_of(context).home
    with progress() as bars:
        task = bars.add_task("keys", total=None)
        keyring = rotate_keys(
            home,
            Rotated(key) if key else None,
            on_step=lambda name, done, total: bars.update(task, description=name, completed=done, total=total),
        )
    say(f"{home.keys} holds the new keys: keep a copy, and destroy those of the old file.")
    if key == Rotated.REGION:
        say(
            "Wrap the region key anew for every sender (`waterbed keys wrap`); until `waterbed keys retire` their old one"
        )
        say("is taken too.")
    print(f"centre version {keyring.version}, region version {keyring.region_version}, {keyring.fingerprint()}")


@app.command()
def retire(context: typer.Context) -> None:
    """Take no files any more that were sealed with an earlier version of the region key."""
    from api.jobs.rotate import retire_region_versions  # noqa: PLC0415 - heavy

    keyring = retire_region_versions(context_of(context).home)
    print(f"sealed files of version {keyring.oldest_region} of the region key are taken, and no others")


@app.command()
def give_away(
    context: typer.Context,
    fingerprint: Annotated[
        str, typer.Option(help="Fingerprint of the region key as whoever keeps it from now on sees it (`keys show`).")
    ],
) -> None:
    """At a centre: delete the region key here, once another home keeps it.

    From then on the centre takes sealed files only, and can't try out names itself.
    """
    from api.jobs.rotate import give_region_key_away  # noqa: PLC0415 - heavy

    give_region_key_away(context_of(context).home, fingerprint)
    say("The region key is no longer here: destroy the copies of this home's old keys.json, and keep one of the new.")


def _is_sender(home: Home) -> bool:
    try:
        return bool(json.loads(home.keys.read_text(encoding="utf-8")).get("role") == "sender")
    except (OSError, ValueError, AttributeError):
        return False


def _read(path: Path) -> bytes:
    from graph.errors import UsageError  # noqa: PLC0415

    try:
        return path.read_bytes()[:100_000]
    except OSError as error:
        message = f"{path} can't be read: {error.strerror}"
        raise UsageError(message) from None
