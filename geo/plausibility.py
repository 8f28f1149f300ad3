"""Are areas and people where they are known to be? Inputs held against dated reference facts."""

from __future__ import annotations

import unicodedata
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.faults import Faults
from geo.grid import Grid
from geo.layers import Areas
from geo.shipped import data_folder
from geo.zones import zone_sums

_FACTOR: Final = 2.0  # a share of the people that is so many times too high or low is told


def check_places(  # noqa: PLR0913 - a reader always says where it is and to whom it tells
    country: str, areas: Areas, people: npt.NDArray[np.float64], grid: Grid, *, where: str, faults: Faults
) -> None:
    """Tell areas that bear another place's name, and those with an implausible share of the people.

    Held against ``data/countries/<ISO3>.csv``, where there is one: places with a point inside,
    their other names, and their people in a census. Shares, not counts, are compared, since years
    differ. People are by cell, shape of the grid.
    """
    path = data_folder() / "countries" / f"{country}.csv"
    if not path.is_file():
        return
    places = pd.read_csv(path)
    x, y = grid.from_lon_lat(places["lon"].to_numpy(), places["lat"].to_numpy())
    cell = grid.cell_at(x, y)
    places["zone"] = np.where(cell >= 0, areas.zone.ravel()[np.maximum(cell, 0)], -1)
    places = places[places["zone"] >= 0]
    if places["zone"].duplicated().any() or not len(places):
        return  # the areas are not the places of the reference
    names = [{_folded(name) for name in [row.place, *str(row.other_names).split(";")]} for row in places.itertuples()]
    for row, place in enumerate(places.itertuples()):
        area_name = areas.names[place.zone]
        if _folded(area_name) in names[row]:
            continue
        others = [other for other, known in zip(places["place"], names, strict=True) if _folded(area_name) in known]
        if others:
            faults.notice(
                where=where,
                which=f"area {areas.ids[place.zone]}",
                what=f"is called {area_name!r} but holds {place.place}, while {area_name!r} is the name of "
                f"{others[0]}: the names look swapped",
                do="Correct the names; the answers are by geometry and stay right",
            )
    here = zone_sums(areas.zone, [people], len(areas.ids)).sums[0, places["zone"].to_numpy()]
    if here.sum() <= 0:
        return
    expected = places["population"].to_numpy() / places["population"].sum() * here.sum()
    for place, found, due in zip(places.itertuples(), here, expected, strict=True):
        if found > _FACTOR * due or found * _FACTOR < due:
            faults.notice(
                where="[population]",
                which=f"area {areas.ids[place.zone]} ({areas.names[place.zone]})",
                what=f"has {found:,.0f} people where {place.place} is, but by its share of the {place.year} census "
                f"({place.population:,.0f}) about {due:,.0f} would be expected",
                do=f"Check the population data; the reference is {place.source}",
            )


def _folded(name: str) -> str:
    """A name without accents, case and surrounding blanks."""
    plain = unicodedata.normalize("NFKD", name.strip())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
