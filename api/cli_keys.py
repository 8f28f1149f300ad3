"""The command line: nearcare keys, for those who let partners, analysts and stewards in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from api.cli_telling import fail, screen
from geo.errors import NearcareError

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from api.callers import Key

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help="Keys to what is not public: make, list, replace and take back, and see what was done with them.",
    epilog='Example: nearcare keys new --name "Ministry of Health" --tier analyst',
)
_WHO = "the command line"

DatabaseOption = Annotated[
    str | None,
    typer.Option(
        "--database-url",
        metavar="URL",
        help="The server's database. Default: NEARCARE_DATABASE_URL, else the file in NEARCARE_STATE.",
    ),
]
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="The key's id, as keys list shows it.")]
DaysOption = Annotated[int, typer.Option(help="For how many days it holds, 366 at most.")]


@app.command(
    epilog='Example: nearcare keys new --name "Survey team" --tier partner --days 30 --release valley '
    "--units-per-minute 600"
)
def new(
    *,
    name: Annotated[str, typer.Option(help="Whom the key is for; it is shown in lists.", show_default=False)],
    tier: Annotated[str, typer.Option(help="partner, analyst or steward.", show_default=False)],
    days: DaysOption = 90,
    release: Annotated[
        list[str] | None, typer.Option(help="Only for this release; may be given again. Default: all.")
    ] = None,
    units_per_minute: Annotated[
        int | None, typer.Option(help="Its own budget; a tile costs 1. Default: that of its tier.")
    ] = None,
    database_url: DatabaseOption = None,
) -> None:
    """Make a key and print its secret, this once: it is kept nowhere, only its hash."""
    with _database(database_url) as engine:
        from api.callers import Tier, new_key  # noqa: PLC0415 - the libraries take a second to load

        if tier not in {each.word for each in Tier}:
            fail(f"There is no tier {tier!r}; --tier is partner, analyst or steward.")
        key, secret = new_key(
            engine, name=name, tier=Tier.of(tier), days=days, releases=release, units_per_minute=units_per_minute
        )
        _note(engine, "keys.new", key)
        _tell_secret(key, secret, engine)


@app.command("list", epilog="Example: nearcare keys list")
def list_(*, database_url: DatabaseOption = None) -> None:
    """List the keys, without their secrets."""
    with _database(database_url) as engine:
        from api.callers import all_keys  # noqa: PLC0415 - the libraries take a second to load

        found = all_keys(engine)
    table = Table("id", "name", "tier", "releases", "state", "expires", "units a minute", box=None)
    for key in found:
        table.add_row(
            key.id,
            escape(key.name),
            key.tier.word,
            "all" if key.releases is None else escape(", ".join(key.releases)),
            key.state,
            f"{key.expires_utc:%Y-%m-%d}",
            "of its tier" if key.units_per_minute is None else str(key.units_per_minute),
        )
    console = screen()
    if found:
        console.print(table)
    else:
        console.print("There is no key yet; nearcare keys new makes one.")


@app.command(epilog="Example: nearcare keys revoke 4f0c12ab93d7")
def revoke(key_id: IdArgument, *, database_url: DatabaseOption = None) -> None:
    """Take a key back: from this moment it opens nothing, and its sessions end."""
    with _database(database_url) as engine:
        from api.callers import revoke_key  # noqa: PLC0415 - the libraries take a second to load

        key = revoke_key(engine, key_id)
        _note(engine, "keys.revoke", key)
    screen().print(f"The key {key.id} of {escape(key.name)} was taken back.")


@app.command(epilog="Example: nearcare keys rotate 4f0c12ab93d7 --days 90")
def rotate(key_id: IdArgument, *, days: DaysOption = 90, database_url: DatabaseOption = None) -> None:
    """Make a new key like another one and print its secret; the other one holds for a day more at most."""
    with _database(database_url) as engine:
        from api.callers import rotate_key  # noqa: PLC0415 - the libraries take a second to load

        key, secret = rotate_key(engine, key_id, days=days)
        _note(engine, "keys.rotate", key)
        _tell_secret(key, secret, engine)
    screen().print(f"The key {escape(key_id)} holds for a day more at most.")


@app.command(epilog="Example: nearcare keys audit --last 50 --json")
def audit(
    *,
    last: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many rows at most, the newest.")] = 100,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, for other programs.")] = False,
    database_url: DatabaseOption = None,
) -> None:
    """Show who did what and what was refused; reading and refusals are counted by the minute."""
    with _database(database_url) as engine:
        from api.callers import audit_rows  # noqa: PLC0415 - the libraries take a second to load

        rows = audit_rows(engine, last=last)
    columns = ("at_utc", "identity", "tier", "action", "subject", "outcome", "times", "request_id")
    if as_json:
        for row in rows:
            print(json.dumps({name: row[name] for name in columns}))  # noqa: T201 - the answer, for programs
        return
    console = screen()
    for row in rows:
        times = "" if row["times"] == 1 else f" ({row['times']} times)"
        who = row["identity"] or "somebody"
        done = f"{row['action']} {row['subject']}: {row['outcome']}{times}"
        console.print(escape(f"{row['at_utc']}  {who} ({row['tier']})  {done}  {row['request_id'] or ''}".rstrip()))
    if not rows:
        console.print("Nothing is in the audit log yet.")


def _tell_secret(key: Key, secret: str, engine: Engine) -> None:
    """The secret alone on standard output, for scripts; the words around it beside."""
    aside = screen(is_error=True)
    releases = "all releases" if key.releases is None else escape(", ".join(key.releases))
    aside.print(
        f"The key {key.id} of {escape(key.name)}: {key.tier.word}, {releases}, until {key.expires_utc:%Y-%m-%d}."
    )
    aside.print(f"Kept in {escape(engine.url.render_as_string(hide_password=True))}")
    aside.print("This is its secret. It is shown this once; send it as Authorization: Bearer, never in an address.")
    print(secret)  # noqa: T201 - the answer, for scripts


def _note(engine: Engine, action: str, key: Key) -> None:
    from api.callers import AuditLog, Deed  # noqa: PLC0415 - the libraries take a second to load

    deed = Deed(identity=_WHO, tier="steward", action=action, subject=f"key:{key.id}", outcome="done")
    AuditLog(engine, days=1).write(deed)


@contextmanager
def _database(url: str | None) -> Iterator[Engine]:
    """The server's database; what it refuses is told in words, with exit code 1."""
    try:
        from api.settings import read_settings  # noqa: PLC0415 - the libraries take a second to load
        from api.state import OUTAGES, open_database  # noqa: PLC0415

        settings = read_settings(database_url=url)
        engine = open_database(settings)
    except NearcareError as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename}: {error.strerror or error}; set NEARCARE_STATE to the server's folder.")
    outages: tuple[type[Exception], ...] = OUTAGES
    try:
        yield engine
    except NearcareError as error:
        fail(str(error))
    except outages as error:
        fail(f"The database does not answer ({type(error).__name__}); see that it runs and that there is space.")
    finally:
        engine.dispose()
