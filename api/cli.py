"""The command line: nearcare demo, check, run, serve, publish, keys, osm-hazards and osm-centres."""

from __future__ import annotations

import importlib.metadata
import os
import shlex
import sys
import webbrowser
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from api import cli_keys, cli_publish, cli_serve
from api.cli_telling import WARNING, print_faults, screen, shown_progress, tell_best_so_far, told_errors
from geo.faults import Faults
from geo.shipped import data_folder
from geo.stopping import best_so_far_by_ctrl_c

app = typer.Typer(
    name="nearcare",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help=f"Travel time to care for survivors of explosive ordnance, and where care is missing. {WARNING}",
    epilog="Example: nearcare demo",
)

StudyArgument = Annotated[Path, typer.Argument(metavar="STUDY.toml", help="The study file.", show_default=False)]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Folder of the release; an earlier release there is replaced."),
]


def _print_version(is_asked: bool) -> None:  # noqa: FBT001 - typer gives it so
    if is_asked:
        print(f"nearcare {importlib.metadata.version('nearcare')}")  # noqa: T201 - the answer, for scripts
        raise typer.Exit


@app.callback()
def nearcare(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Take the options that stand before any command."""


@app.command(epilog="Example: nearcare demo --out /tmp/valley --no-open")
def demo(
    *,
    out: OutOption = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Only say how to open the map.")] = False,
) -> None:
    """Run the made-up sample valley, from its data to a map and a report, and open the map.

    Where there is a screen the map is served and opened in the browser until Ctrl-C; elsewhere, and with
    --no-open, it is said how.
    """
    study = data_folder() / "sample" / "study.toml"
    release = _run(study, out or Path("releases") / "sample")
    page = f"/releases/{release.name}/map"
    console = screen()
    if not no_open and _has_screen():
        cli_serve.serve_and_open(release, page, show=webbrowser.open)
        return
    console.print("[bold]To open the map[/] run")
    console.print(f"  nearcare serve {escape(shlex.quote(str(release)))}", soft_wrap=True)
    console.print(f"and go to http://127.0.0.1:8000{escape(page)}", soft_wrap=True)


@app.command(epilog="Example: nearcare check data/sample/study.toml")
def check(study: StudyArgument) -> None:
    """Tell every fault of every input of a study at once, in words. Exit code 1 if any must be mended."""
    with told_errors(), shown_progress() as progress:
        from accessibility.study import check_study  # noqa: PLC0415 - the libraries take a second to load

        faults = check_study(study, progress=progress)
    _tell(faults)
    if faults.errors:
        raise typer.Exit(1)


@app.command(epilog="Example: nearcare run data/sample/study.toml --out releases/valley")
def run(study: StudyArgument, *, out: OutOption = None) -> None:
    """Run a whole study, from its files to a release with a map and a report.

    Without --out the release is written to releases/ and the study file's name. Exit code 0 only if
    the release is complete; after an error or Ctrl-C there is none. While plans are made the first Ctrl-C
    takes the best so far and goes on.
    """
    _run(study, out)


app.command(epilog=cli_serve.EPILOG)(cli_serve.serve)
app.command(epilog=cli_publish.EPILOG)(cli_publish.publish)
app.add_typer(cli_keys.app, name="keys")


@app.command(epilog="Example: nearcare osm-hazards country.osm.pbf candidates.gpkg")
def osm_hazards(
    osm_file: Annotated[Path, typer.Argument(metavar="OSM_FILE", help="An .osm.pbf or .osm file.", show_default=False)],
    out: Annotated[Path, typer.Argument(metavar="OUT.gpkg", help="The layer to write.", show_default=False)],
) -> None:
    """Write what OpenStreetMap tags as minefields and military danger areas, as candidates to be verified.

    They are no records: their status is empty, so that a study which names the file is refused until
    somebody who knows has written a status for each. Exit code 0 only if the layer is written.
    """
    with told_errors():
        from geo.hazards import mine_candidates  # noqa: PLC0415 - the libraries take a second to load

        _write_candidates(mine_candidates, osm_file, out)


@app.command(epilog="Example: nearcare osm-centres country.osm.pbf candidates.gpkg")
def osm_centres(
    osm_file: Annotated[
        Path,
        typer.Argument(
            metavar="OSM_FILE",
            help="An .osm.pbf or .osm file, or a layer exported by healthsites.io.",
            show_default=False,
        ),
    ],
    out: Annotated[Path, typer.Argument(metavar="OUT.gpkg", help="The layer to write.", show_default=False)],
) -> None:
    """Write what OpenStreetMap tags as places of care, as candidates for a directory of services.

    Pillars are guessed from the tags, and each candidate says that it is not verified: tags tell nothing
    of prostheses, staff or capacity. Exit code 0 only if the layer is written.
    """
    with told_errors():
        from accessibility.need import centre_candidates  # noqa: PLC0415 - the libraries take a second to load

        _write_candidates(centre_candidates, osm_file, out)


def _has_screen() -> bool:
    """Whether somebody looks at this terminal on a screen that can show a browser."""
    is_graphic = sys.platform in {"darwin", "win32"} or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    return is_graphic and sys.stdout.isatty()


def _write_candidates(read: Callable[..., Any], osm_file: Path, out: Path) -> None:
    """Write what ``read`` makes of a file to a new layer, and say how many candidates there are."""
    from geo.layers import write_candidates  # noqa: PLC0415 - the libraries take a second to load

    faults = Faults()
    candidates = read(osm_file, where=str(osm_file), faults=faults)
    if candidates is not None:
        write_candidates(candidates, out, faults=faults)
    faults.raise_errors()
    console = screen()
    print_faults(console, faults.notices, colour="yellow")
    written = f"Wrote {escape(str(out))} with" if candidates is not None and len(candidates) else "Nothing to write:"
    console.print(f"{written} {0 if candidates is None else len(candidates):,} candidates to be verified.")
    console.print(WARNING)


def _run(study: Path, out: Path | None) -> Path:
    with told_errors(), shown_progress() as progress:
        from accessibility.study import run_study  # noqa: PLC0415 - the libraries take a second to load
        from maps.publishing import publish_tier  # noqa: PLC0415

        release = run_study(
            study,
            out=out,
            draw=partial(publish_tier, progress=progress),
            progress=progress,
            best_so_far=partial(best_so_far_by_ctrl_c, tell_best_so_far),
        )
    console = screen()
    console.print(f"[bold]Release[/]  {escape(str(release))}")
    for pages in sorted(release.glob("*/pages")):
        console.print(f"[bold]Map[/]      {escape(str(pages / 'map.html'))}")
        console.print(f"[bold]Report[/]   {escape(str(pages / 'report.html'))}")
    console.print(f"Only {escape(str(release / 'public'))} is made for the public; keep the rest, ground/ above all.")
    console.print(WARNING)
    return release


def _tell(faults: Faults) -> None:
    """All faults in words: those to mend, then those to know."""
    console = screen()
    print_faults(console, faults.errors, colour="red")
    print_faults(console, faults.notices, colour="yellow")
    console.print(f"{len(faults.errors)} to mend, {len(faults.notices)} to know.")
