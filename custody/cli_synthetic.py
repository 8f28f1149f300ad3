"""The command that makes up survivors: synthetic."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.markup import escape

from custody.files import write_new
from custody.telling import console, told_errors
from geo.errors import CustodyError

app = typer.Typer()
_KEPT_YEARS: Final = 10


@app.command(epilog="Example: nearcare-custody synthetic releases/sample --count 500 --seed 1 --out made_up.csv")
def synthetic(
    release: Annotated[Path, typer.Argument(metavar="RELEASE", help="A release of nearcare.", show_default=False)],
    *,
    count: Annotated[int, typer.Option("--count", metavar="N", help="How many survivors.", min=1, max=999_999)],
    out: Annotated[Path, typer.Option("--out", metavar="FILE.csv", help="The new file.", show_default=False)],
    seed: Annotated[int, typer.Option("--seed", metavar="S", help="The same seed, the same people.", min=0)] = 0,
    shares: Annotated[
        Path | None,
        typer.Option("--shares", metavar="FILE.csv", help="What they are like; else data/synthetic/."),
    ] = None,
) -> None:
    """Make up survivors near the hazards of a release, for tests, demonstrations and training; none is real.

    Every row says so, and so does every table made of them. They are an estimate of nothing.
    """
    with told_errors():
        from custody.release_ground import read_people_and_hazards  # noqa: PLC0415 - the libraries take a second
        from custody.synthetic import draw_survivors, home_weights, read_shares, survivors_csv  # noqa: PLC0415

        grid, people, is_hazard = read_people_and_hazards(release)
        retention = dt.date.today() + dt.timedelta(days=365 * _KEPT_YEARS)  # noqa: DTZ011 - a day of this place
        rows = draw_survivors(
            grid,
            home_weights(grid, people, is_hazard),
            count=count,
            seed=seed,
            shares=read_shares(shares),
            retention=retention.isoformat(),
        )
        try:
            write_new(out, survivors_csv(rows).encode("utf-8"))
        except FileExistsError:
            raise CustodyError(f"{out} is there already; choose another name") from None
    console().print(f"[bold]Made up[/]  {count:,} survivors in {escape(str(out))}; none of them is real.")
