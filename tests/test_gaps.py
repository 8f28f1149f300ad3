"""Underserved regions: cells beyond the threshold that touch, with who lives there and why."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import degree_grid, flat_land, metric_grid, nowhere_roads, random_world

from accessibility.need.access import measure_access
from accessibility.need.centres import Centres
from accessibility.need.demand import adopt_people, people_time
from accessibility.need.gaps import find_gaps
from accessibility.need.records import CentreRecord
from accessibility.search.least_time import (
    BARRIER,
    BEYOND_LIMIT,
    INSIDE_HAZARD,
    NO_LAND_DATA,
    NO_WAY,
    REACHED,
    TravelTime,
)
from geo.hazards.blocking import Hazards, lay_hazards
from geo.layers.areas import Areas

THRESHOLD = 60.0
INF = np.inf
seeds = st.integers(0, 10_000)


def two_centres():
    nothing = np.zeros(2)
    return Centres(
        ids=("C1", "C2"),
        names=("First", "Second"),
        pillars=(("any",), ("any",)),
        levels=("", ""),
        xy=np.zeros((2, 2)),
        cell=np.zeros(2, np.int64),
        moved_m=nothing,
        is_sensitive=nothing > 0,
        scenario=("", ""),
        offered=(("any",), ("any",)),
        records=(CentreRecord(), CentreRecord()),
    )


def travel_of(grid, minutes, *, status=None, nearest=None):
    minutes = np.array(minutes, float)
    if status is None:
        status = np.where(np.isfinite(minutes), REACHED, NO_WAY)
    if nearest is None:
        nearest = np.where(np.isfinite(minutes), 0, -1)
    return TravelTime(
        grid=grid,
        seconds=minutes * 60,
        nearest=np.array(nearest, np.int32),
        status=np.array(status, np.uint8),
    )


def areas_of(zone):
    zone = np.array(zone, np.int32)
    names = tuple(f"Area {row}" for row in range(zone.max() + 1))
    return Areas(ids=names, names=names, parents=None, frame=gpd.GeoDataFrame(geometry=[], crs=4326), zone=zone)


def gaps_of(
    travel, people, *, min_people=1.0, land=None, zone=None, free=None, hazards=None, within_m=0.0, places=None
):
    grid = travel.grid
    demand = adopt_people(np.array(people, float), land or flat_land(grid), within_m=within_m)
    return find_gaps(
        travel,
        demand,
        people_time(demand, travel, hazards=hazards),
        areas=areas_of(zone if zone is not None else np.zeros(grid.shape)),
        centres=two_centres(),
        threshold_minutes=THRESHOLD,
        min_people=min_people,
        times_without_hazards=None if free is None else people_time(demand, free, hazards=None),
        places=places,
    )


def test_cells_that_touch_at_a_corner_are_one_region_and_others_are_not():
    minutes = [[90, 0, 0, 0, 90], [0, 90, 0, 0, 0], [0, 0, 0, 0, 90]]
    gaps = gaps_of(travel_of(metric_grid(3, 5), minutes), np.full((3, 5), 10))
    assert gaps["people"].tolist() == [20, 10, 10]
    assert gaps["gap_id"].tolist() == [1, 2, 3]
    assert gaps["area_km2"].to_numpy() == pytest.approx([0.02, 0.01, 0.01], rel=2e-3)  # scale factor of UTM


@pytest.mark.parametrize(("min_people", "count"), [(30, 1), (30.000001, 0), (0, 1)])
def test_so_many_people_are_enough(min_people, count):
    travel = travel_of(metric_grid(1, 4), [[90, 90, 0, 70]])
    gaps = gaps_of(travel, [[10, 20, 5, 0]], min_people=min_people)  # a region without people is none
    assert len(gaps) == count


def test_the_threshold_itself_is_not_beyond():
    travel = travel_of(metric_grid(1, 3), [[THRESHOLD, np.nextafter(THRESHOLD, 61), 0]])
    gaps = gaps_of(travel, [[4, 8, 16]])
    assert gaps["people"].tolist() == [8]


def test_worst_median_and_nearest_are_those_of_its_people():
    travel = travel_of(metric_grid(1, 5), [[70, 80, 90, 300, 0]], nearest=[[0, 1, 1, 0, 0]])
    gap = gaps_of(travel, [[40, 30, 20, 0, 5]]).iloc[0]
    assert gap["people"] == 90
    assert gap["worst_minutes"] == 90  # nobody lives where it is 300
    assert gap["median_minutes"] == 80
    assert (gap["nearest_centre_id"], gap["nearest_centre_name"]) == ("C2", "Second")  # 50 against 40
    assert gap["people_no_way"] == 0
    assert np.isnan(gap["people_by_hazards"])


def test_no_way_is_the_worst_and_has_no_centre():
    travel = travel_of(metric_grid(1, 3), [[INF, INF, 0]])
    gap = gaps_of(travel, [[3, 4, 0]]).iloc[0]
    assert gap["worst_minutes"] == gap["median_minutes"] == INF
    assert gap["people_no_way"] == 7
    assert gap["nearest_centre_id"] is None
    assert gap["nearest_centre_name"] is None


def test_barriers_and_unknown_land_part_regions_and_are_none():
    status = [[REACHED, BARRIER, NO_WAY, NO_LAND_DATA, BEYOND_LIMIT, INSIDE_HAZARD]]
    travel = travel_of(metric_grid(1, 6), [[90, INF, INF, INF, INF, INF]], status=status)
    gaps = gaps_of(travel, [[1, 2, 4, 8, 16, 32]])
    assert gaps["people"].tolist() == [48, 4, 1]


def test_the_adopted_count_where_their_answer_is_from():
    grid = metric_grid(1, 4)
    pace = np.array([[1, 1, np.inf, np.inf]])
    land = replace(flat_land(grid), pace=pace)
    travel = travel_of(grid, [[0, 90, INF, INF]], status=[[REACHED, REACHED, BARRIER, BARRIER]])
    gaps = gaps_of(travel, [[1, 2, 4, 8]], land=land, within_m=100)
    assert gaps["people"].tolist() == [6]
    assert gaps.geometry.iloc[0].equals_exact(
        gaps_of(travel, [[1, 2, 0, 0]], land=land).geometry.iloc[0], tolerance=1e-12
    )


def hazards_on(grid, shape) -> Hazards:
    return lay_hazards(grid, nowhere_roads(flat_land(grid)), [shape], road_policy="open", overlap_tolerance_m=0)


def test_people_by_hazards_would_be_within_the_threshold_without_them():
    grid = metric_grid(1, 4)
    free = travel_of(grid, [[0, 50, 70, 55]])
    x, y = grid.affine @ (3.5, 0.5)
    hazards = hazards_on(grid, shapely.box(x - 10, y - 10, x + 10, y + 10))
    held = travel_of(grid, [[0, 65, INF, INF]], status=[[REACHED, REACHED, NO_WAY, INSIDE_HAZARD]])
    gap = gaps_of(held, [[1, 2, 4, 8]], free=free, hazards=hazards).iloc[0]
    assert gap["people"] == 14
    assert gap["people_by_hazards"] == 2 + 8
    assert (gap["people_no_way"], gap["people_inside_hazards"]) == (4, 8)


def test_a_region_is_named_after_the_area_of_most_of_its_people():
    travel = travel_of(metric_grid(1, 6), [[90, 90, 90, 0, 90, 90]])
    gaps = gaps_of(travel, [[5, 5, 9, 0, 1, 2]], zone=[[0, 0, 1, 1, 0, -1]])
    assert gaps["name"].tolist() == [
        "Underserved region 1, in Area 0 and 1 more area",
        "Underserved region 2, outside all areas",
    ]
    assert gaps["area_name"].tolist() == ["Area 0", "outside all areas"]


def test_the_most_people_come_first_and_equals_in_reading_order():
    travel = travel_of(metric_grid(1, 7), [[90, 0, 91, 0, 92, 0, 93]])
    gaps = gaps_of(travel, [[1, 0, 3, 0, 1, 0, 2]])
    assert gaps["worst_minutes"].tolist() == [91, 93, 90, 92]


def test_without_a_gap_the_table_keeps_its_columns():
    none = gaps_of(travel_of(metric_grid(1, 2), [[1, 2]]), [[5, 5]])
    some = gaps_of(travel_of(metric_grid(1, 2), [[1, 90]]), [[5, 5]])
    assert len(none) == 0
    assert list(none.columns) == list(some.columns)
    assert none.crs == some.crs == "EPSG:4326"


def random_travel(seed):
    random = np.random.default_rng(seed)
    grid = metric_grid(9, 11) if seed % 2 else degree_grid(9, 11)
    minutes = np.where(random.random(grid.shape) < 0.5, random.uniform(0, 60, grid.shape), 90.0)
    minutes[random.random(grid.shape) < 0.2] = INF
    people = np.where(random.random(grid.shape) < 0.7, random.integers(1, 50, grid.shape), 0)
    return travel_of(grid, minutes, nearest=np.where(np.isfinite(minutes), 1, -1)), people


def flooded(is_beyond):
    """Sets of cells that touch by side or corner, grown one by one."""
    left = {tuple(cell) for cell in np.argwhere(is_beyond)}
    regions = []
    while left:
        region, front = set(), [left.pop()]
        while front:
            row, column = front.pop()
            region.add((row, column))
            near = {(row + down, column + right) for down in (-1, 0, 1) for right in (-1, 0, 1)} & left
            left -= near
            front.extend(near)
        regions.append(region)
    return regions


@settings(max_examples=40)
@given(seed=seeds, min_people=st.sampled_from([1, 30, 200]))
def test_regions_are_those_found_cell_by_cell(seed, min_people):
    travel, people = random_travel(seed)
    gaps = gaps_of(travel, people, min_people=min_people)
    regions = flooded(travel.minutes > THRESHOLD)
    expected = sorted((sum(people[cell] for cell in region) for region in regions), reverse=True)
    assert gaps["people"].tolist() == [count for count in expected if count >= min_people]


@settings(max_examples=40)
@given(seed=seeds)
def test_outlines_are_valid_apart_and_hold_exactly_the_cells_of_their_regions(seed):
    travel, people = random_travel(seed)
    grid = travel.grid
    gaps = gaps_of(travel, people)
    assert gaps.is_valid.all()
    assert set(gaps.geom_type) <= {"Polygon", "MultiPolygon"}
    shapes = gaps.geometry.to_crs(grid.crs)
    rows, columns = np.indices(grid.shape)
    lon, lat = grid.centre_x[columns], grid.centre_y[rows]
    regions = [region for region in flooded(travel.minutes > THRESHOLD) if sum(people[cell] for cell in region) > 0]
    held = [{tuple(cell) for cell in np.argwhere(shapely.contains_xy(shape, lon, lat))} for shape in shapes]
    assert sorted(map(sorted, held)) == sorted(map(sorted, regions))
    cell_area = grid.affine.a * -grid.affine.e
    for cells, shape, area_km2 in zip(held, shapes, gaps["area_km2"], strict=True):
        assert shape.area == pytest.approx(len(cells) * cell_area, rel=1e-6)
        assert area_km2 == pytest.approx(sum(grid.cell_area_km2[row] for row, _ in cells), rel=2e-3)


@settings(max_examples=40)
@given(seed=seeds)
def test_people_in_regions_are_some_of_those_beyond_the_threshold(seed):
    travel, people = random_travel(seed)
    land = random_world(seed, has_hazards=False).land
    status = np.where(~land.is_passable, BARRIER, travel.status)
    travel = replace(travel, seconds=np.where(land.is_passable, travel.seconds, INF), status=status)
    demand = adopt_people(people.astype(float), land, within_m=150)
    times = people_time(demand, travel, hazards=None)
    areas = areas_of(np.zeros(people.shape))
    access = measure_access(demand, times, areas, bands_minutes=(30.0,), threshold_minutes=THRESHOLD)
    beyond = access.iloc[-1]["population_beyond_threshold"]
    every = gaps_of(travel, people, land=land, within_m=150)
    large = gaps_of(travel, people, land=land, within_m=150, min_people=100)
    assert large["people"].sum() <= every["people"].sum() <= beyond
    left = demand.people[demand.answer_cell < 0].sum()
    assert every["people"].sum() == pytest.approx(beyond - left)
