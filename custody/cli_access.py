"""The command that lets protected tables leave: access."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final, Literal

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress as Bars
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

from custody.keys import find_key
from custody.options import KeyOption, ReasonOption, WhoOption
from custody.store import open_store
from custody.telling import console, tell_notices, told_errors
from custody.visit import new_visit
from geo.progress import Progress

app = typer.Typer()
_DEFAULT_BY: Final = "minutes_band,sex,age_band"


@app.command(
    epilog="Example: nearcare-custody access releases/valley --store store --tier public --reason 'yearly table'"
)
def access(  # noqa: PLR0913 - the options of a command
    release: Annotated[Path, typer.Argument(metavar="RELEASE", help="A release of nearcare.", show_default=False)],
    *,
    store: Annotated[
        Path, typer.Option("--store", metavar="STORE", help="The folder of the store.", show_default=False)
    ],
    tier: Annotated[
        Literal["public", "partner"],
        typer.Option("--tier", help="For whom; the times are those of this tier of the release.", show_default=False),
    ],
    reason: ReasonOption,
    units: Annotated[
        str, typer.Option("--units", metavar="KIND", help="areas, cells-10km, or cells-5km for partners.")
    ] = "areas",
    by: Annotated[
        str,
        typer.Option("--by", metavar="MARGINS", help="What is told apart; + crosses, as in minutes_band,sex+age_band."),
    ] = _DEFAULT_BY,
    pillars: Annotated[
        str, typer.Option("--pillars", metavar="A,B", help="Pillars of care; else all that the tier has runs for.")
    ] = "",
    k: Annotated[int | None, typer.Option("--k", metavar="N", help="No smaller group is told; upward only.")] = None,
    hazards: Annotated[
        Literal["hazards", "no-hazards"] | None,
        typer.Option("--hazards", help="The run to count over; else with hazards where the tier has them."),
    ] = None,
    season: Annotated[str | None, typer.Option("--season", metavar="NAME", help="The season; else the first.")] = None,
    direction: Annotated[
        Literal["to", "from"] | None, typer.Option("--direction", help="To care or from it; else to.")
    ] = None,
    noise: Annotated[
        float | None, typer.Option("--noise", metavar="EPS", help="Add geometric noise of this budget to each table.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="The protected folder; else protected/ and the tier.")
    ] = None,
    key: KeyOption = None,
    who: WhoOption = None,
) -> None:
    r"""Count survivors by place and travel time, and write protected tables: groups, never persons.

    The folder is for the named tier, and a study names it under \[survivors]. The report beside it is for the
    data officer alone. If any check or attack fails nothing is written.
    """
    folder = out or Path("protected") / tier
    with told_errors():
        from custody.access import release_survivors  # noqa: PLC0415 - the libraries take a second to load
        from custody.design import Wish, margins_of, rules_for  # noqa: PLC0415

        wish = Wish(
            tier=tier,
            units_kind=units,
            margins=margins_of(by),
            pillars=tuple(name.strip() for name in pillars.split(",") if name.strip()),
            rules=rules_for(tier, k),
            hazards=hazards,
            season=season,
            direction=direction,
            noise_epsilon=noise,
        )
        visit = new_visit("access", why=reason, who=who, needs_reason=True)
        with open_store(store, find_key(key, away_from=store), visit) as opened, _shown_progress() as progress:
            done = release_survivors(opened, release, wish, folder, progress=progress)
        tell_notices(opened.told)
    screen = console()
    for line in done.screen:
        screen.print(escape(line))
    screen.print(f"[bold]Protected[/]   {escape(str(folder))}, for the tier {tier}")
    screen.print(f"[bold]Disclosure[/]  {escape(str(done.report))}, for the data officer alone")


@contextmanager
def _shown_progress() -> Iterator[Progress]:
    """A line on standard error that says what is being done, and for how long."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("starting", total=None)

        def show(stage: str, _share: float) -> None:
            bars.update(task, description=stage)

        yield show
