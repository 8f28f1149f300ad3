"""Underserved regions: connected land from which the way to care is too long, with who lives there."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from rasterio.features import shapes as polygons_of
from scipy import ndimage

from accessibility.need.access import OUTSIDE_NAME
from accessibility.need.centres import Centres
from accessibility.need.demand import Demand, PeopleTime
from accessibility.need.place_names import PlaceNames, places_in_words, places_of_regions
from accessibility.need.quantiles import quantile_minutes
from accessibility.search import BEYOND_LIMIT, INSIDE_HAZARD, NO_WAY, REACHED, TravelTime
from geo.grid import LON_LAT
from geo.layers import Areas
from geo.units import SQUARE_METRES_PER_KM2

PLACE_SEPARATOR = ";"
_LONGEST_EDGE_M = 5000.0
_EIGHT_NEIGHBOURS = np.ones((3, 3), dtype=np.int8)


def regions_of_homes(
    travel: TravelTime, demand: Demand, *, threshold_minutes: float, min_people: float
) -> npt.NDArray[np.int64]:
    """The ``gap_id`` of the underserved region of each home, as ``find_gaps`` numbers them; 0 for none, (homes,)."""
    _, kept, region = _label_regions(travel, demand, threshold_minutes=threshold_minutes, min_people=min_people)
    number = np.zeros(int(max(region.max(initial=0), kept.max(initial=0))) + 1, np.int64)
    number[kept] = np.arange(1, len(kept) + 1)
    return np.asarray(number[region])


def find_gaps(  # noqa: PLR0913
    travel: TravelTime,
    demand: Demand,
    times: PeopleTime,
    *,
    areas: Areas,
    centres: Centres,
    threshold_minutes: float,
    min_people: float,
    times_without_hazards: PeopleTime | None = None,
    places: PlaceNames | None = None,
) -> gpd.GeoDataFrame:
    """Regions of cells (8 neighbours) beyond the threshold with at least so many people, most people first.

    A cell is beyond if its minutes are more than the threshold, or if it has no way, lies beyond
    the limit or inside a hazard. People count where their answer is taken from. Columns as in the
    release; geometry in EPSG:4326. ``worst_minutes`` is inf if anybody has no answer;
    ``people_by_hazards``, those who would be within the threshold without hazards, is NaN if that
    was not given. ``places``: by which regions are named; the column holds all those in the region, the largest
    first, with a semicolon between (one in a name becomes a comma), and is empty where there are none.
    """
    label, kept, region = _label_regions(travel, demand, threshold_minutes=threshold_minutes, min_people=min_people)
    geometry = _region_polygons(travel, label, kept)
    order = np.argsort(region, kind="stable")
    edges = np.searchsorted(region[order], np.stack([kept, kept + 1]))
    zone = areas.zone.ravel()[demand.home_cell]
    called = {} if places is None else places_of_regions(places, label)
    records = []
    for number, (first, last) in enumerate(edges.T, start=1):
        members = order[first:last]
        members = members[np.argsort(times.minutes[members], kind="stable")]
        area_name = _most_people(zone[members], demand.people[members])
        name = areas.names[area_name] if area_name >= 0 else OUTSIDE_NAME
        others = len(set(zone[members]) - {area_name, -1})
        nearest = _most_people(times.nearest[members], demand.people[members], leaving_out=-1)
        people, inside = demand.people[members], called.get(int(kept[number - 1]), ())
        region_name = f"Underserved region {number}" + (f", around {places_in_words(inside)}" if inside else "")
        by_hazards = float("nan")
        if times_without_hazards is not None:
            by_hazards = float(people[times_without_hazards.minutes[members] <= threshold_minutes].sum())
        records.append(
            {
                "gap_id": number,
                "name": _region_name(
                    region_name, name, is_in_area=area_name >= 0, others=others, is_one=len(areas.ids) == 1
                ),
                "places": PLACE_SEPARATOR.join(place.replace(PLACE_SEPARATOR, ",") for place in inside),
                "area_name": name,
                "people": float(people.sum()),
                "worst_minutes": float(times.minutes[members[-1]]),
                "median_minutes": quantile_minutes(times.minutes[members], people, 0.5),
                "people_no_way": float(people[times.status[members] == NO_WAY].sum()),
                "people_inside_hazards": float(people[times.status[members] == INSIDE_HAZARD].sum()),
                "nearest_centre_id": centres.ids[nearest] if nearest >= 0 else None,
                "nearest_centre_name": centres.names[nearest] if nearest >= 0 else None,
                "people_by_hazards": by_hazards,
            }
        )
    columns = ["gap_id", "name", "places", "area_name", "people", "worst_minutes", "median_minutes", "people_no_way"]
    columns += ["people_inside_hazards", "nearest_centre_id", "nearest_centre_name", "people_by_hazards"]
    if not travel.grid.is_geographic:  # a long straight edge is no straight line in lon and lat
        geometry = list(shapely.segmentize(geometry, _LONGEST_EDGE_M))
    gaps = gpd.GeoDataFrame(records, columns=columns, geometry=geometry, crs=travel.grid.crs).to_crs(LON_LAT)
    geod = travel.grid.geod
    gaps["area_km2"] = [abs(geod.geometry_area_perimeter(shape)[0]) / SQUARE_METRES_PER_KM2 for shape in gaps.geometry]
    return gaps


def _label_regions(
    travel: TravelTime, demand: Demand, *, threshold_minutes: float, min_people: float
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """A label by cell, 0 for none; the labels of regions with people enough, most people first; the label by home."""
    is_beyond = np.isin(travel.status, (NO_WAY, INSIDE_HAZARD, BEYOND_LIMIT))
    is_beyond |= (travel.status == REACHED) & (travel.minutes > threshold_minutes)
    label, count = ndimage.label(is_beyond, structure=_EIGHT_NEIGHBOURS)
    region = np.where(demand.answer_cell >= 0, label.ravel()[np.maximum(demand.answer_cell, 0)], 0)
    people_by_region = np.bincount(region, weights=demand.people, minlength=count + 1)
    people_by_region[0] = 0.0
    kept = np.flatnonzero((people_by_region >= min_people) & (people_by_region > 0))
    return label, kept[np.argsort(-people_by_region[kept], kind="stable")], region


def _region_name(region: str, area_name: str, *, is_in_area: bool, others: int, is_one: bool) -> str:
    """The name of a region: also by the area where most of its people live, and how many further areas it reaches."""
    if not is_in_area:
        return f"{region}, {area_name}"
    if is_one:
        return region
    further = f" and {others} more area{'s' if others > 1 else ''}" if others else ""
    return f"{region}, in {area_name}{further}"


def _region_polygons(
    travel: TravelTime, label: npt.NDArray[np.int32], kept: npt.NDArray[np.int64]
) -> list[shapely.Geometry]:
    """The outline of each kept region in the grid's CRS, valid, in their order."""
    place = np.zeros(label.max() + 1, dtype=np.int32)
    place[kept] = np.arange(1, len(kept) + 1)
    raster = place[label].astype(np.int32)
    parts: list[list[shapely.Geometry]] = [[] for _ in kept]
    for polygon, value in polygons_of(raster, mask=raster > 0, connectivity=4, transform=travel.grid.affine):
        parts[int(value) - 1].append(shapely.geometry.shape(polygon))
    return [shapely.union_all(pieces) for pieces in parts]


def _most_people(
    values: npt.NDArray[np.int32], people: npt.NDArray[np.float64], *, leaving_out: int | None = None
) -> int:
    """The value that most people have; -1 if nobody has one that counts."""
    if leaving_out is not None:
        is_counted = values != leaving_out
        values, people = values[is_counted], people[is_counted]
    if not len(values):
        return -1
    kinds, place = np.unique(values, return_inverse=True)
    return int(kinds[np.argmax(np.bincount(place, weights=people))])
