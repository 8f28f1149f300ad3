"""Commands on the records: import, inspect and forget."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from custody.completeness import completeness_of
from custody.forgetting import forget_record
from custody.importing import ImportOptions, check_against_store, check_forgotten, import_records, read_records
from custody.keys import find_key
from custody.options import KeyOption, ReasonOption, StoreArgument, WhoOption
from custody.records import SurvivorRecord
from custody.store import is_store, open_store
from custody.telling import console, tell_notices, told_errors
from custody.visit import new_visit
from geo.faults import Faults

app = typer.Typer()


@app.command(
    "import",
    epilog="Example: nearcare-custody import store survivors.csv --source registry-2026 --reason 'yearly update' "
    "--key custodian.key",
)
def import_(  # noqa: PLR0913 - a command line's options come one by one
    store: StoreArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="The table of survivors.", show_default=False)],
    *,
    source: Annotated[
        list[str],
        typer.Option("--source", metavar="NAME", help="Where records come from; once for each.", show_default=False),
    ],
    reason: ReasonOption,
    areas: Annotated[
        Path | None, typer.Option("--areas", metavar="FILE", help="The layer of areas that area_id speaks of.")
    ] = None,
    area_id: Annotated[
        str | None, typer.Option("--area-id", metavar="COLUMN", help="The column of ids in the layer of areas.")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace records whose content is another now.")] = False,
    keep_duplicates: Annotated[
        bool, typer.Option("--keep-duplicates", help="Keep persons who are alike in place and all else.")
    ] = False,
    key: KeyOption = None,
    who: WhoOption = None,
) -> None:
    """Take a table of survivors into the store, a new one if there is none. All of it, or nothing.

    Refused are columns and ids that could name a person, free text, places finer than about 100 m, exact
    ages and dates of birth, and records without source, consent or retention date. No message repeats a value.
    """
    with told_errors():
        visit = new_visit("import", why=reason, who=who, needs_reason=True)
        held_by = find_key(key, away_from=store)
        options = ImportOptions(
            sources=tuple(source),
            areas=areas,
            area_id=area_id,
            is_replacing=replace,
            is_keeping_duplicates=keep_duplicates,
        )
        faults = Faults()
        records = read_records(file, options, today=visit.today, faults=faults)
        if not is_store(store):  # what is wrong with the table makes no store
            alone = Faults()
            alone.take(faults)
            check_against_store(records, (), options, is_synthetic=None, where=str(file), faults=alone)
            alone.raise_errors()
        with open_store(store, held_by, visit, is_new_allowed=True) as opened:
            check_against_store(
                records, opened.records, options, is_synthetic=opened.is_synthetic, where=str(file), faults=faults
            )
            check_forgotten(records, opened, where=str(file), faults=faults)
            faults.raise_errors()
            result = import_records(opened, records)
        tell_notices(opened.told)
        tell_notices(faults)
    screen = console()
    screen.print(f"{result.added:,} added, {result.replaced:,} replaced, {result.unchanged:,} unchanged.")
    _print_completeness(tuple(records.values()))


@app.command(epilog="Example: nearcare-custody inspect store --key custodian.key")
def inspect(store: StoreArgument, *, reason: ReasonOption = "", key: KeyOption = None, who: WhoOption = None) -> None:
    """Show what is in the store as counts: how much is known of how many. Looking is logged."""
    with told_errors():
        visit = new_visit("inspect", why=reason, who=who)
        with open_store(store, find_key(key, away_from=store), visit) as opened:
            records = opened.records
        tell_notices(opened.told)
    screen = console()
    kind = {True: "made-up records", False: "records", None: "records"}[opened.is_synthetic]
    screen.print(f"[bold]Store[/]   {escape(str(store))}: {len(records):,} {kind}")
    if records:
        screen.print(f"[bold]Until[/]   the first retention date is {min(record.retention_date for record in records)}")
    releases = {release for record in records for release in record.released_in}
    screen.print(f"[bold]In[/]      {len(releases):,} releases")
    _print_completeness(records)


@app.command(epilog="Example: nearcare-custody forget store --reason 'asked by the person' --key custodian.key")
def forget(
    store: StoreArgument,
    id: Annotated[  # noqa: A002
        str,
        typer.Argument(metavar="ID", help="The id of the record; else it is asked for, and left in no history."),
    ] = "",
    *,
    reason: ReasonOption,
    key: KeyOption = None,
    who: WhoOption = None,
) -> None:
    """Remove one record for good, and list the releases that it was counted in. Its id is refused from then on."""
    with told_errors():
        visit = new_visit("forget", why=reason, who=who, needs_reason=True)
        held_by = find_key(key, away_from=store)
        id = id or typer.prompt("The id of the record", err=True).strip()  # noqa: A001 - the argument's own name
        with open_store(store, held_by, visit) as opened:
            releases = forget_record(opened, id)
        tell_notices(opened.told)
    screen = console()
    screen.print("The record is forgotten.")
    for release in releases:
        screen.print(f"[bold]In[/]      {escape(release)}")
    if releases:
        screen.print("It was counted in these releases. Tables that are out keep their figures; no new one counts it.")
    screen.print("Delete it from your backups and from the file that it came from, too.")


def _print_completeness(records: Sequence[SurvivorRecord]) -> None:
    """For the custodian's screen alone: small counts stand in it."""
    if not records:
        return
    screen = console()
    screen.print("Known, for your eyes alone:")
    for field in completeness_of(records):
        screen.print(f"  [bold]{field.field}[/]: {field.known:,} of {field.total:,} ({field.share_known:.0%})")
        for word, count in field.counts:
            if count:
                screen.print(f"    {word}  {count:,}")
