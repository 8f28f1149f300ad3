"""Synthetic survivors: made-up records near hazards, for tests, demonstrations and training; never a real person."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from custody.vocabulary import VOCABULARY, care_pillars
from geo.errors import InputError
from geo.grid import Grid
from geo.shipped import data_folder

SHARES: Final = "synthetic/survivor_shares.csv"
NEAR_HAZARDS_M: Final = 5000.0
COLUMNS: Final = (
    "id", "synthetic", "lon", "lat", "area_id", "place_precision", "sex", "age_band", "impairment",
    "washington_group_flag", "device_class", "year_band", "direct_or_indirect", "need_pillars", "consent_scope",
    "source", "retention_date",
)  # fmt: skip
_ALIKE: Final = ("sex", "age_band", "impairment", "washington_group_flag", "year_band", "direct_or_indirect")
_NEEDS: Final = "need_pillars"
_DEVICE: Final = "device_class"
_ADDS_UP: Final = 1e-9
_MOST: Final = 999_999  # an id has at most six digits
_DECIMALS: Final = 3  # of a degree: about a hundred metres

Floats = npt.NDArray[np.float64]
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """What made-up survivors are like: of each field, given an impairment or not, values and how often each is."""

    of: dict[tuple[str, str], tuple[tuple[str, ...], Floats]]

    def __post_init__(self) -> None:
        for (field, given), (values, share) in self.of.items():
            is_sum = field == _NEEDS or abs(float(share.sum()) - 1) <= _ADDS_UP
            if not is_sum or (share < 0).any() or (share > 1).any():
                raise InputError(f"the shares of {field} {given} do not add up to 1, or one is not from 0 to 1")
            known = care_pillars() if field == _NEEDS else VOCABULARY.get(field, values)
            if not set(values) <= set(known):
                raise InputError(f"the shares of {field} name a value that no record may have")


def read_shares(path: Path | None = None) -> Shares:
    """The shares of a table such as the shipped one, which is taken without a path. Raises InputError."""
    path = data_folder() / SHARES if path is None else path
    found: dict[tuple[str, str], list[tuple[str, float]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault((row["field"], row["given"]), []).append((row["value"], float(row["share"])))
    missing = [field for field in (*_ALIKE, _DEVICE, _NEEDS, "consent_scope") if (field, "") not in found]
    if missing:
        raise InputError(f"{path} has no shares of {', '.join(missing)}")
    return Shares(
        of={
            key: (tuple(value for value, _ in rows), np.array([share for _, share in rows]))
            for key, rows in found.items()
        }
    )


def home_weights(grid: Grid, people: Floats, is_hazard: npt.NDArray[np.bool_] | None) -> Floats:
    """How likely a survivor lives in each cell: people times exp(-distance to the nearest hazard / NEAR_HAZARDS_M).

    Shape of the grid, adding up to 1. Without hazards people alone count. Raises InputError without people.
    """
    weight = np.where(people > 0, people, 0.0).ravel()
    if not weight.sum() > 0:
        raise InputError("nobody lives on the grid, so that no survivor can be made up; give a population")
    if is_hazard is not None and is_hazard.any():
        home = np.flatnonzero(weight)
        tree = cKDTree(grid.geocentric_m(np.flatnonzero(is_hazard)))
        distance_m, _ = tree.query(grid.geocentric_m(home))
        near = weight[home] * np.exp(-(distance_m - distance_m.min()) / NEAR_HAZARDS_M)
        weight[home] = near
    return np.asarray(weight / weight.sum()).reshape(grid.shape)


def draw_survivors(  # noqa: PLR0913 - how many, where and what they are like
    grid: Grid, weight: Floats, *, count: int, seed: int, shares: Shares, retention: str
) -> list[Row]:
    """Rows of COLUMNS, the same for the same seed; each says that it is synthetic, and its source is ``synthetic``.

    ``weight`` as home_weights gives it. Coordinates have three decimals, as those of any record.
    ``retention``: the retention date of all, ISO 8601.
    """
    if not 1 <= count <= _MOST:
        raise InputError(f"--count must be from 1 to {_MOST:,}")
    chance = np.random.Generator(np.random.PCG64([seed, count]))
    cell = chance.choice(grid.cell_count, size=count, p=weight.ravel())
    rows, columns = np.divmod(cell, grid.shape[1])
    x = grid.affine.c + grid.affine.a * (columns + chance.random(count))
    y = grid.affine.f + grid.affine.e * (rows + chance.random(count))
    lon, lat = grid.to_lon_lat(x, y)
    drawn = {field: _pick(chance, shares, field, [""] * count) for field in (*_ALIKE, "consent_scope")}
    given = [impairment if (_DEVICE, impairment) in shares.of else "" for impairment in drawn["impairment"]]
    drawn[_DEVICE] = _pick(chance, shares, _DEVICE, given)
    pillars, share = shares.of[_NEEDS, ""]
    has_need = chance.random((count, len(pillars))) < share
    drawn[_NEEDS] = [_needs(pillars, needs) for needs in has_need]
    width = max(4, len(str(count)))
    made = []
    for number in range(count):
        values = {
            "id": f"S-{number + 1:0{width}d}",
            "synthetic": "true",
            "lon": f"{lon[number]:.{_DECIMALS}f}",
            "lat": f"{lat[number]:.{_DECIMALS}f}",
            "area_id": "",
            "place_precision": "exact_100m",
            "source": "synthetic",
            "retention_date": retention,
            **{field: drawn[field][number] for field in drawn},
        }
        made.append(tuple(values[column] for column in COLUMNS))
    return made


def survivors_csv(rows: Sequence[Row]) -> str:
    """The rows as CSV with a header."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return text.getvalue()


def _pick(chance: np.random.Generator, shares: Shares, field: str, given: Sequence[str]) -> list[str]:
    """One value for each row, by one number of chance each."""
    number = chance.random(len(given))
    picked = []
    for place, condition in enumerate(given):
        values, share = shares.of[field, condition]
        row = int(np.searchsorted(np.cumsum(share), number[place], side="right"))
        picked.append(values[min(row, len(values) - 1)])
    return picked


def _needs(pillars: Sequence[str], has_need: npt.NDArray[np.bool_]) -> str:
    return ";".join(sorted(pillar for pillar, needed in zip(pillars, has_need, strict=True) if needed)) or "none"
