"""What a job looks at before it runs an uploaded study: that all of it is in its folder, and nobody's records are."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from accessibility.study_file import StudyFile, read_study_file
from api.personal_columns import AGE, personal_in
from api.work.asked import WorkError
from geo.errors import InputFaults
from geo.faults import Faults

_LAYERS: Final = frozenset({".gpkg", ".geojson", ".json", ".shp", ".fgb", ".gml", ".kml"})
_TEXTS: Final = frozenset({".csv", ".tsv", ".txt"})
_SHEETS: Final = frozenset({".xlsx"})


def refuse_survivors(folder: Path) -> None:
    """Refuse a study that names survivors' tables or has an input with columns that tell of persons. Raises WorkError.

    Every table and layer in the folder is looked at, whether the study names it or not; columns alone are read.
    Shares of ages, which ``[demand]`` names, may have ages in them.
    """
    study = _toml_of(folder / "study.toml")
    if "survivors" in study:
        raise WorkError(
            "The study has a table [survivors]; the server takes no survivors' records or tables. Remove it, "
            "or run the study on the custodian's own machine with nearcare run",
            status=400,
            title="No survivors here",
        )
    of_ages = {(folder / name).resolve() for name in _texts_in(study.get("demand"))}
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        for column in _columns_of(path):
            told = personal_in(column) - ({AGE} if path.resolve() in of_ages else set())
            if told:
                raise WorkError(
                    f"{path.relative_to(folder)} has a column {column!r}, which looks like {min(told)}; the server "
                    "takes no records of persons. Remove the file, or rename the column if it tells of none",
                    status=400,
                    title="No survivors here",
                )


def sound_study(path: Path, folder: Path) -> StudyFile:
    """The study in a file, all of whose files are inside ``folder`` or beside it. Raises InputFaults, WorkError."""
    faults = Faults()
    study = read_study_file(path, faults=faults)
    faults.raise_errors()
    if study is None:
        raise InputFaults(list(faults))
    refuse_outside(study, path, folder)
    return study


def refuse_outside(study: StudyFile, path: Path, folder: Path) -> None:
    """Refuse a study, read from ``path``, that names a file neither in ``folder`` nor beside it. Raises WorkError."""
    inside = (folder.resolve(), path.parent.resolve())
    named = [*_paths_in(study.model_dump()), *(file for _, file in study.files())]
    for file in named:
        if str(file).startswith("/vsi") or "://" in str(file) or not _is_inside(study.located(file), inside):
            raise WorkError(
                f"The study names {file.name!r} outside its own folder; upload the file with it and name it from there",
                status=400,
                title="Outside the upload",
            )


def _is_inside(path: Path, folders: tuple[Path, ...]) -> bool:
    real = path.resolve()
    return any(real.is_relative_to(folder) for folder in folders)


def _toml_of(path: Path) -> dict[str, Any]:
    """The content of a study file; nothing of it where it cannot be read, which the reader of studies tells."""
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for each in value.values() if isinstance(value, Mapping) else value:
            yield from _texts_in(each)


def _paths_in(value: Any) -> Iterator[Path]:
    if isinstance(value, Path):
        yield value
    elif isinstance(value, Mapping | list | tuple):
        for each in value.values() if isinstance(value, Mapping) else value:
            yield from _paths_in(each)


def _columns_of(path: Path) -> Iterable[str]:
    """The columns of a table or layer; none of other files, or of one that cannot be read, which is told later."""
    ending = path.suffix.lower()
    if ending in _TEXTS:
        return _columns_of_text(path)
    if ending in _LAYERS:
        return _columns_of_layer(path)
    if ending == ".parquet":
        return _columns_of_parquet(path)
    if ending in _SHEETS:
        return _columns_of_layer(path)
    return ()


def _columns_of_text(path: Path) -> Iterable[str]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        head = next((line for line in file if line.strip() and not line.startswith("#")), "")
    separator = max(",;\t", key=head.count)
    return next(csv.reader([head], delimiter=separator), [])


def _columns_of_layer(path: Path) -> Iterable[str]:
    import pyogrio  # noqa: PLC0415 - takes its time to load
    from pyogrio.errors import DataLayerError, DataSourceError  # noqa: PLC0415

    try:
        layers = [str(name) for name, _ in pyogrio.list_layers(path)]
        return [str(field) for layer in layers for field in pyogrio.read_info(path, layer=layer)["fields"]]
    except (DataSourceError, DataLayerError):
        return ()


def _columns_of_parquet(path: Path) -> Iterable[str]:
    import pyarrow as pa  # noqa: PLC0415 - takes its time to load
    import pyarrow.parquet  # noqa: PLC0415

    try:
        return list(pyarrow.parquet.read_schema(path).names)
    except pa.ArrowInvalid:
        return ()
