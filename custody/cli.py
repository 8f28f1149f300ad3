"""The command line of the custodian: keys, records, what may leave as groups, and the log."""

from __future__ import annotations

import importlib.metadata
from typing import Annotated

import typer

from custody import cli_access, cli_records, cli_store, cli_synthetic
from custody.telling import keep_private

app = typer.Typer(
    name="nearcare-custody",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help="Survivors' records, encrypted and kept by one custodian, and the protected tables made of them. "
    "What leaves this program are groups, never persons.",
    epilog="Example: nearcare-custody key custodian.key",
)
for commands in (cli_store, cli_records, cli_access, cli_synthetic):
    app.add_typer(commands.app)


def _print_version(is_asked: bool) -> None:  # noqa: FBT001 - typer gives it so
    if is_asked:
        print(f"nearcare-custody {importlib.metadata.version('nearcare')}")  # noqa: T201 - the answer, for scripts
        raise typer.Exit


@app.callback()
def nearcare_custody(
    *,
    version: Annotated[  # noqa: ARG001 - typer calls _print_version with it
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Keep private what the process leaves behind, before any command."""
    keep_private()
