"""``waterbed signals``: what residents and professionals send by the form or the API."""

from datetime import UTC, datetime

import typer

from api.cli.context import context_of, say

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Take in and look after signals of residents.")


@app.command()
def status(context: typer.Context) -> int:
    """Show whether signals are taken here, from whom, and how many wait to be stored."""
    from api.intake.signals_file import load_signal_settings  # noqa: PLC0415 - heavy
    from api.jobs.intake import refused_signals, waiting_signals  # noqa: PLC0415
    from ingest.policy_file import load_policy  # noqa: PLC0415

    home = context_of(context).home
    settings = load_signal_settings(home.signals, load_policy(home.policy))
    if settings is None:
        print(f"none are taken: this home has a policy, and no {home.signals.name} that says on which basis")
        return 1
    print(f"residents: into {settings.residents.source_id}, on {settings.residents.legal_basis}")
    for one in settings.organisations:
        print(f"with a code: {one.source_id} ({one.reporter_type}), on {one.legal_basis}")
    towns = ", ".join(sorted(settings.municipalities)) or "all"
    print(f"about municipalities: {towns}")
    refused = refused_signals(home)
    print(f"{len(waiting_signals(home)):,} wait to be stored, {refused:,} could not be read")
    return 1 if refused else 0


@app.command()
def take(context: typer.Context) -> int:
    """Store and link the signals that wait; `waterbed serve` does the same every ten seconds."""
    from api.jobs.intake import take_in_signals  # noqa: PLC0415 - heavy

    done = take_in_signals(context_of(context).home, now=datetime.now(UTC))
    print(f"{done.taken:,} stored, {done.rejected:,} rejected, {done.refused:,} could not be read")
    if done.refused:
        say("What could not be read lies in the folder intake/refused of the home: its keys are not those of today.")
    return 1 if done.refused or done.rejected else 0


@app.command()
def code() -> None:
    """Make a code for an organisation, and the line for signals.toml that lets it in."""
    from api.intake.signals_file import new_code  # noqa: PLC0415 - heavy

    made, digest = new_code()
    print(" ".join(made[i : i + 4] for i in range(0, len(made), 4)))
    print(f'code_sha256 = "{digest}"')
    say("Give the first line to the organisation, and write the second under its section; the code is kept nowhere.")
