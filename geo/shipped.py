"""Where the files under data/ are found, in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

from geo.errors import MissingFileError

_CHECKOUT = Path(__file__).resolve().parent.parent / "data"
_WHEEL = Path(__file__).resolve().parent / "_data"


def data_folder() -> Path:
    """The folder ``data/``. Raises MissingFileError if the installation lacks it."""
    for folder in (_CHECKOUT, _WHEEL):
        if (folder / "speeds").is_dir():
            return folder
    raise MissingFileError(f"the folder data/ is missing ({_CHECKOUT}); install nearcare from a checkout or its wheel")


def shipped_names(kind: str) -> list[str]:
    """The names of the tables under ``data/KIND/``, without their endings, sorted."""
    return sorted(path.stem for path in (data_folder() / kind).iterdir() if path.suffix == ".csv")
