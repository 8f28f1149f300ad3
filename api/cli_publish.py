"""The command line: nearcare publish."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer
from rich.markup import escape

from api.cli_telling import WARNING, screen, shown_progress, told_errors
from geo.errors import InputError, ReleaseError

EPILOG: Final = "Example: nearcare publish releases/sample --language fr --out valley.html"
_TIERS: Final = ("public", "partner", "analyst")


def publish(
    release: Annotated[Path, typer.Argument(metavar="RELEASE", help="The folder of a release.", show_default=False)],
    *,
    tier: Annotated[str, typer.Option(help="Whose file it is: public, partner or analyst.")] = "public",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE.html", help="The file. Default: RELEASE-TIER.html beside where you stand."),
    ] = None,
    language: Annotated[str, typer.Option(help="The language of the file: en, fr, es, pt, ar or lo.")] = "en",
    runs: Annotated[
        list[str] | None,
        typer.Option("--runs", metavar="RUN", help="A run's id, or a service for all of its runs; as often as wanted."),
    ] = None,
    large: Annotated[bool, typer.Option("--large", help="Write a file of more than 25 MB too.")] = False,
) -> None:
    """Write the map of a release as one file that opens from disk without a network.

    It holds the chosen runs, a threshold that moves, a legend, the areas, the sources and the warnings. Without
    --runs those of the first service. Exit code 0 only if the file is written.
    """
    with told_errors(), shown_progress() as progress:
        folder = _tier_folder(release, tier)
        path = out or Path(f"{release.resolve().name}-{tier}.html")
        if path.is_dir() or path.suffix.lower() not in {".html", ".htm"}:
            raise InputError(f"{path} is no name of a page; give --out a file that ends in .html")
        spoken = _language(language)
        progress("reading the release", 0.0)
        from maps.gap_reports import run_id  # noqa: PLC0415 - slow to load
        from maps.offline import choose_runs, draw_offline_map, write_offline_map  # noqa: PLC0415
        from maps.release_reader import read_tier  # noqa: PLC0415

        read = read_tier(folder)
        chosen = choose_runs(read, runs or ())
        progress(f"drawing {len(chosen)} runs", 0.0)
        drawn = draw_offline_map(read, chosen, language=spoken)
        write_offline_map(drawn, path, may_be_large=large)
        ids = [run_id(run.key) for run in chosen]
    console = screen()
    console.print(f"[bold]File[/]  {escape(str(path))}, {drawn.size_bytes / 1e6:.1f} MB, tier {escape(tier)}")
    for each in ids:
        console.print(f"[bold]Run[/]   {escape(each)}")
    left = len(read.runs) - len(chosen)
    if left:
        console.print(f"{left} more runs are not in it; name them with --runs (runs.csv lists them).")
    if drawn.cells_per_pixel > 1:
        console.print(
            f"Its pictures are coarser than the grid: a pixel shows one of {drawn.cells_per_pixel:.0f} cells."
        )
    if tier != "public":
        console.print(f"It holds what the {escape(tier)} tier may see; hand it to nobody else.")
    console.print(WARNING)


def _tier_folder(release: Path, tier: str) -> Path:
    """The folder of a tier. Raises ReleaseError where there is no release, or no such tier in it."""
    if not release.is_dir():
        raise ReleaseError(f"{release} is no folder; give the folder of a release, such as releases/sample")
    if not (release / "manifest.json").is_file():
        found = sorted(path.parent.name for path in release.glob("*/manifest.json"))
        meant = f"; in it is {', '.join(found[:3])}" if found else ""
        raise ReleaseError(f"{release} holds no release, for it has no manifest.json{meant}")
    tiers = [name for name in _TIERS if (release / name / "manifest.json").is_file()]
    if tier not in tiers:
        raise ReleaseError(
            f"{release} has no tier {tier!r}; it has {', '.join(tiers) or 'none'}. "
            "The study names the tiers under [release] tiers"
        )
    return release / tier


def _language(name: str) -> str:
    from geo.layers import nearest_name  # noqa: PLC0415 - the libraries take a second to load
    from maps.languages import LANGUAGES  # noqa: PLC0415

    if name in LANGUAGES:
        return name
    known = {"english": "en", "french": "fr", "spanish": "es", "portuguese": "pt", "arabic": "ar", "lao": "lo"}
    near = nearest_name(name, (*LANGUAGES, *known))
    meant = f" Do you mean {known.get(near, near)}?" if near else ""
    raise InputError(f"nearcare does not speak {name!r}; --language takes {', '.join(LANGUAGES)}.{meant}")
