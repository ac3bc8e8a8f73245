"""``waterbed vault``: the encrypted tokens that records are linked by."""

from datetime import UTC, datetime

import typer

from api.cli.context import context_of, say

app = typer.Typer(help="Show the vault of linkage tokens, and let go what is over its term.", no_args_is_help=True)


@app.command()
def status(context: typer.Context) -> None:
    """Print how many encounters the vault holds tokens of, and its term."""
    from api.jobs.vault import vault_status  # noqa: PLC0415 - heavy

    held = vault_status(context_of(context).home)
    print(f"encounters  {held.encounters:,}")
    print(f"segments    {held.segments:,}, {held.size_bytes / 1e6:,.1f} MB")
    print(f"version     {held.version}")
    print(f"term        {f'{held.days:,} days' if held.days else 'none: as long as the encounter'}")


@app.command()
def expire(context: typer.Context) -> int:
    """Forget the tokens whose term by the policy (`vault_days`) is over; the encounters stay, linked as they are.

    Every ingest does so too.
    """
    from api.jobs.vault import expire_vault  # noqa: PLC0415 - heavy

    gone = expire_vault(context_of(context).home, now=datetime.now(UTC))
    if gone is None:
        say("The policy of this home sets no term for the vault (vault_days): nothing was forgotten.")
        return 1
    print(f"{gone:,} encounters lost their linkage tokens")
    return 0
