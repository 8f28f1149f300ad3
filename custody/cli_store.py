"""Commands on the store as a whole: key, rekey and log."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from custody.keys import find_key, read_key, write_new_key
from custody.options import KeyOption, ReasonOption, StoreArgument, WhoOption
from custody.store import open_store
from custody.telling import console, tell_notices, told_errors
from custody.visit import new_visit
from geo.errors import CustodyError

app = typer.Typer()


@app.command(epilog="Example: nearcare-custody key custodian.key")
def key(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The key file to write.", show_default=False)],
) -> None:
    """Make a new key, in a file that its owner alone can read. Without it a store cannot be opened by anybody.

    Keep a copy in a safe place, never beside the store. The file is an age identity.
    """
    with told_errors():
        made = write_new_key(file)
    console().print(f"[bold]Key[/]     {escape(str(file))}")
    console().print(f"[bold]Public[/]  {made.public}")
    console().print("Keep a copy in a safe place, never beside the store: without the key nothing is opened again.")


@app.command(epilog="Example: nearcare-custody rekey store --key old.key --new-key new.key --reason 'yearly change'")
def rekey(
    store: StoreArgument,
    *,
    new_key: Annotated[Path, typer.Option("--new-key", metavar="FILE", help="The new key file.", show_default=False)],
    reason: ReasonOption,
    key: KeyOption = None,
    who: WhoOption = None,
) -> None:
    """Encrypt the store for another key. Copies made before are still opened by the old one."""
    with told_errors():
        visit = new_visit("rekey", why=reason, who=who, needs_reason=True)
        old, new = find_key(key, away_from=store), read_key(new_key, away_from=store)
        if old == new:
            raise CustodyError("the new key is the one that the store has; make another: nearcare-custody key FILE")
        with open_store(store, old, visit) as opened:
            opened.rekey(new)
        tell_notices(opened.told)
    console().print(f"{escape(str(store))} is opened by {escape(str(new_key))} from now on.")
    console().print("Copies of the store that were made before are still opened by the old key; destroy both.")


@app.command(epilog="Example: nearcare-custody log store --key custodian.key")
def log(
    store: StoreArgument,
    *,
    restart: Annotated[
        bool,
        typer.Option("--restart", help="Set a log aside that does not hold together and begin another; give --reason."),
    ] = False,
    reason: ReasonOption = "",
    key: KeyOption = None,
    who: WhoOption = None,
) -> None:
    """Show who opened the store, when and why, and whether the log holds together. Looking is logged, too."""
    with told_errors():
        visit = new_visit("log", why=reason, who=who, needs_reason=restart)
        with open_store(store, find_key(key, away_from=store), visit, is_log_restarted=restart) as opened:
            entries = opened.log_entries
        tell_notices(opened.told)
    screen = console()
    for entry in entries:
        person = entry.who if entry.who == entry.account else f"{entry.who} ({entry.account})"
        words = "; ".join(text for text in (entry.outcome, entry.why) if text)
        line = f"{entry.number:>5}  {entry.when}  {person}  {entry.command} {entry.step}  {words}"
        screen.print(escape(line.rstrip()))
    screen.print(f"The log holds together: {len(entries):,} lines.")
