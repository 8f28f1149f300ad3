"""Turning points: walked or by coordinates they draw the same polygon, and it closes or the gap is told."""

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from pyproj import Geod, Transformer
from toy_files import told

from geo.faults import Faults
from geo.hazards import PlaceColumns, TurningPointColumns, TurningPoints, read_placed_table

EARTH = Geod(ellps="WGS84")
REFERENCE = (18.5, 44.25)
SQUARE = "A,1,0,100\nA,2,90,100\nA,3,180,100\nA,4,270,100\n"  # from a reference: up, then around
LEGS = "area_id,order,bearing_degrees,distance_m\n"
PLACES = "area_id,order,lon,lat\n"
MAIN = f"id,lon,lat\nA,{REFERENCE[0]},{REFERENCE[1]}\n"


def read(folder, points, *, main=MAIN, crs=None, **how):
    (folder / "areas.csv").write_text(main, encoding="utf-8")
    (folder / "points.csv").write_text(points, encoding="utf-8")
    faults = Faults()
    areas = read_placed_table(
        folder / "areas.csv",
        columns=PlaceColumns(),
        crs=crs,
        id_column="id",
        turning_points=TurningPoints(path=folder / "points.csv", where="points.csv", **how),
        where="areas.csv",
        faults=faults,
    )
    return areas, faults


def refused(folder, points, **how):
    areas, faults = read(folder, points, **how)
    assert areas is None
    return [(error.where, error.which, error.what) for error in faults.errors]


def corners(polygon):
    return np.asarray(polygon.exterior.coords)[:-1]


def farthest_m(some, others):
    return np.max(EARTH.inv(some[:, 0], some[:, 1], others[:, 0], others[:, 1])[2])


def walk(legs, start=REFERENCE):
    """The places after each leg of bearing and distance, shape (legs, 2)."""
    places = [start]
    for bearing, distance_m in legs:
        places.append(EARTH.fwd(*places[-1], bearing, distance_m)[:2])
    return np.array(places[1:])


def legs_of(places, start=REFERENCE):
    path = np.vstack([start, places])
    bearing, _, distance_m = EARTH.inv(path[:-1, 0], path[:-1, 1], path[1:, 0], path[1:, 1])
    return np.column_stack([np.asarray(bearing) % 360, distance_m])


def leg_rows(legs, area="A"):
    return "".join(f"{area},{row},{bearing:.8f},{length:.6f}\n" for row, (bearing, length) in enumerate(legs, start=1))


@st.composite
def rings(draw):
    """Corners of a star-shaped polygon around a place, in their order."""
    count = draw(st.integers(3, 12))
    radius_m = draw(st.lists(st.floats(50, 900), min_size=count, max_size=count))
    turn = np.linspace(0, 360, count, endpoint=False)
    lon, lat = draw(st.floats(-170, 170)), draw(st.floats(-60, 60))
    x, y, _ = EARTH.fwd(np.full(count, lon), np.full(count, lat), turn, np.array(radius_m))
    return (lon, lat), np.column_stack([x, y])


@given(rings())
def test_a_polygon_by_legs_is_the_one_by_coordinates_to_a_centimetre_and_closes(tmp_path_factory, ring):
    folder = tmp_path_factory.mktemp("ring")
    (lon, lat), places = ring
    assume(farthest_m(places[-1:], places[:1]) > 51)  # a last corner nearer to the first is taken for the first
    main = f"id,lon,lat\nA,{lon!r},{lat!r}\n"
    rows = "".join(f"A,{row},{x!r},{y!r}\n" for row, (x, y) in enumerate(places.tolist(), start=1))
    by_places, _ = read(folder, PLACES + rows, main=main)
    open_legs = legs_of(places, (lon, lat))
    closed_legs = legs_of(np.vstack([places, places[:1]]), (lon, lat))
    for legs in (open_legs, closed_legs):
        by_legs, faults = read(folder, LEGS + leg_rows(legs), main=main)
        assert len(faults) == 0
        [polygon] = by_legs.geometry
        assert len(corners(polygon)) == len(places)
        assert farthest_m(corners(polygon), corners(by_places.geometry.iloc[0])) <= 0.01


def test_the_reference_is_where_the_first_leg_starts_and_no_corner(tmp_path):
    areas, faults = read(tmp_path, LEGS + SQUARE)
    assert len(faults) == 0
    [polygon] = areas.geometry
    assert farthest_m(corners(polygon), walk([(0, 100), (90, 100), (180, 100), (270, 100)])) <= 0.001
    assert EARTH.geometry_area_perimeter(polygon)[0] == pytest.approx(-10_000, rel=1e-4)  # clockwise, as walked
    assert areas["placed_by"].tolist() == ["turning points"]


def test_points_are_taken_in_their_order_and_not_in_that_of_the_rows(tmp_path):
    shuffled = "A,10,270,100\nA,3,180,100\nA,1,0,100\nA,2,90,100\n"
    areas, _ = read(tmp_path, LEGS + shuffled)
    expected, _ = read(tmp_path, LEGS + SQUARE)
    assert areas.geometry.iloc[0].equals(expected.geometry.iloc[0])


def test_coordinates_and_legs_may_follow_each_other(tmp_path):
    start = walk([(0, 100)])[0]
    mixed = f"area_id,order,lon,lat,bearing_degrees,distance_m\nA,1,{start[0]},{start[1]},,\n"
    mixed += "".join(f"A,{row},,,{row * 90 - 90},100\n" for row in (2, 3, 4))
    areas, faults = read(tmp_path, mixed, main="id\nA\n")
    assert len(faults) == 0
    expected, _ = read(tmp_path, LEGS + SQUARE)
    assert farthest_m(corners(areas.geometry.iloc[0]), corners(expected.geometry.iloc[0])) <= 0.001


def test_magnetic_bearings_are_turned_by_the_declination(tmp_path):
    magnetic = "".join(f"A,{row},{(row * 90 - 95) % 360},100\n" for row in range(1, 5))
    areas, faults = read(tmp_path, LEGS + magnetic, bearings="magnetic", declination_degrees=5.0)
    assert len(faults) == 0
    expected, _ = read(tmp_path, LEGS + SQUARE)
    assert farthest_m(corners(areas.geometry.iloc[0]), corners(expected.geometry.iloc[0])) <= 0.001


@pytest.mark.parametrize("reference", [(17.95, 44.25), (15.0, 44.25), (12.05, 44.25)])
def test_grid_bearings_are_those_of_the_map_sheet(tmp_path, reference):
    to_grid = Transformer.from_crs(4326, 32633, always_xy=True)
    x, y = to_grid.transform(*reference)
    areas, _ = read(
        tmp_path, LEGS + SQUARE, main=f"id,easting,northing\nA,{x},{y}\n", crs="EPSG:32633", bearings="grid"
    )
    drawn = shapely.transform(areas.geometry.iloc[0], to_grid.transform, interleaved=False)
    on_sheet = np.array([(x, y + 100), (x + 100, y + 100), (x + 100, y), (x, y)])
    assert np.abs(corners(drawn) - on_sheet).max() <= 0.2  # the sheet's scale is off by up to 1 in 1000


def test_grid_bearings_without_a_grid_are_an_error(tmp_path):
    assert refused(tmp_path, LEGS + SQUARE, bearings="grid") == [
        ("points.csv", "bearings", "bearings from grid north need the grid, and the crs is not projected")
    ]


def test_a_declination_that_is_missing_or_not_used_is_told(tmp_path):
    _, faults = read(tmp_path, LEGS + SQUARE, bearings="magnetic")
    assert [notice.what for notice in faults.notices] == ["bearings are magnetic, and the declination is 0"]
    _, faults = read(tmp_path, LEGS + SQUARE, declination_degrees=4.0)
    assert [notice.what for notice in faults.notices] == [
        "bearings are from true north, so the declination is not used"
    ]


def test_a_closing_leg_that_misses_is_told_in_metres_and_share(tmp_path):
    areas, faults = read(tmp_path, LEGS + SQUARE + "A,5,0,92\n")
    assert len(corners(areas.geometry.iloc[0])) == 4
    [notice] = faults.notices
    assert (notice.where, notice.which) == ("points.csv", "closing legs")
    assert notice.what == (
        "1 areas do not close: A by 8.0 m (2.0% of its perimeter); they are closed at their first point"
    )


def test_a_gap_of_a_metre_is_not_told_and_one_above_the_share_is_a_corner(tmp_path):
    areas, faults = read(tmp_path, LEGS + SQUARE + "A,5,0,99.1\n")
    assert len(faults) == 0
    assert len(corners(areas.geometry.iloc[0])) == 4
    areas, faults = read(tmp_path, LEGS + SQUARE + "A,5,0,70\n")  # 30 m of 370 m: more than 5 %
    assert len(faults) == 0
    assert len(corners(areas.geometry.iloc[0])) == 5


def test_a_gap_above_fifty_metres_is_a_corner_however_small_its_share(tmp_path):
    big = "".join(f"A,{row},{row * 90 - 90},2000\n" for row in range(1, 5))
    areas, _ = read(tmp_path, LEGS + big + "A,5,0,1945\n")
    assert len(corners(areas.geometry.iloc[0])) == 5
    areas, faults = read(tmp_path, LEGS + big + "A,5,0,1955\n")
    assert len(corners(areas.geometry.iloc[0])) == 4
    assert "closing legs: 1 areas do not close: A by 45." in told(faults)


def test_a_last_point_by_coordinates_is_a_corner_unless_it_repeats_the_first(tmp_path):
    square = walk([(0, 100), (90, 100), (180, 100), (270, 100)])
    beside = walk([(180, 8)], tuple(square[0]))
    for last, count in ((square[:1], 4), (beside, 5)):
        rows = [f"A,{row},{x},{y}\n" for row, (x, y) in enumerate(np.vstack([square, last]).tolist(), start=1)]
        areas, faults = read(tmp_path, PLACES + "".join(rows))
        assert len(corners(areas.geometry.iloc[0])) == count
        assert len(faults) == 0


def test_areas_of_one_table_alone_are_told(tmp_path):
    main = MAIN + "B,18.6,44.3\nC,,\n"
    areas, faults = read(tmp_path, LEGS + SQUARE + SQUARE.replace("A", "X"), main=main)
    assert [(notice.which, notice.what) for notice in faults.notices] == [
        ("area X", "1 of 2 areas with turning points are not in the main table (4 points) and are not used"),
        ("area B, C", "2 of 3 areas of the main table have no turning points and stay points"),
    ]
    assert areas.geometry.dropna().geom_type.tolist() == ["Polygon", "Point"]
    assert areas["placed_by"].isna().tolist() == [False, False, True]


def test_turning_points_of_no_known_area_are_an_error(tmp_path):
    [(where, which, what)] = refused(tmp_path, LEGS + SQUARE, main="id,lon,lat\n7,18,44\n")
    assert (where, which) == ("points.csv", "area A")
    assert what.startswith("1 of 1 areas with turning points are not in the main table")


def test_ids_are_compared_as_texts(tmp_path):
    areas, _ = read(tmp_path, LEGS + SQUARE.replace("A", "7"), main="id,lon,lat\n7,18,44\n")
    assert areas.geometry.geom_type.tolist() == ["Polygon"]
    assert refused(tmp_path, LEGS + SQUARE.replace("A", "007"), main="id,lon,lat\n7,18,44\n") != []


@pytest.mark.parametrize(
    ("rows", "which", "what"),
    [
        (SQUARE.replace("A,3", "A,2"), "rows 3 and 4", "2 points share their order with another point of their area"),
        (SQUARE.replace("A,3", "A,"), "row 4", "1 of 4 points have no order"),
        (SQUARE.replace("A,3", ",3"), "row 4", "1 of 4 points have no area_id"),
        (SQUARE.replace("A,3", "A,SP"), "row 4, column 'order'", "'SP' cannot be read: it is no number"),
        (SQUARE.replace("180", "361"), "row 4", "1 of 4 points have a bearing_degrees outside 0 to 360"),
        (SQUARE.replace("180", "-1"), "row 4", "1 of 4 points have a bearing_degrees outside 0 to 360"),
        (SQUARE.replace("270,100", "270,0"), "row 5", "1 of 4 points have a distance_m that is not above 0"),
        (SQUARE.replace("270,100", "270,"), "row 5", "1 of 4 points have only one of bearing_degrees and distance_m"),
        (SQUARE.replace("270,100", ","), "row 5", "1 of 4 points have neither coordinates nor bearing and distance"),
        ("A,1,0,100\nA,2,90,100\n", "area A, rows 2 and 3", "it has 2 turning points and needs 3"),
        ("A,1,0,9\nA,2,0,9\nA,3,0,9\n", "area A, rows 2, 3 and 4", "its turning points lie in one line"),
    ],
)
def test_faults_of_points_are_told_by_their_rows(tmp_path, rows, which, what):
    assert refused(tmp_path, LEGS + rows) == [("points.csv", which, what)]


def test_a_full_turn_is_a_bearing(tmp_path):
    areas, _ = read(tmp_path, LEGS + SQUARE.replace("A,1,0", "A,1,360"))
    expected, _ = read(tmp_path, LEGS + SQUARE)
    assert farthest_m(corners(areas.geometry.iloc[0]), corners(expected.geometry.iloc[0])) <= 0.001


def test_a_first_leg_without_a_reference_is_an_error(tmp_path):
    assert refused(tmp_path, LEGS + SQUARE, main="id,lon,lat\nA,,\nB,18,44\n") == [
        (
            "points.csv",
            "area A, row 2",
            "its first point has a bearing and distance, but the main table has no place to start from",
        )
    ]


def test_crossed_edges_are_repaired_and_told(tmp_path):
    crossed = [(0, 0), (1e-3, 1e-3), (1e-3, 0), (0, 1e-3)]
    rows = "".join(f"A,{row},{18 + x},{44 + y}\n" for row, (x, y) in enumerate(crossed, start=1))
    areas, faults = read(tmp_path, PLACES + rows)
    assert areas.geometry.iloc[0].is_valid
    assert "points.csv, area A: the edges of 1 areas cross or touch, and were repaired" in told(faults)


def test_legs_that_lead_elsewhere_than_the_coordinates_beside_them_are_told(tmp_path):
    square = walk([(0, 100), (90, 100), (180, 100), (270, 100)])
    rows = [f"A,{row},{x},{y},{row * 90 - 90},100" for row, (x, y) in enumerate(square.tolist(), start=1)]
    rows[2] = rows[2].replace(",180,", ",150,")
    header = "area_id,order,lon,lat,bearing_degrees,distance_m\n"
    areas, faults = read(tmp_path, header + "\n".join(rows) + "\n")
    [notice] = faults.notices
    assert notice.which == "row 4"
    assert notice.what.startswith("1 points lie more than 10 m and 5 % of the leg from where their bearing")
    assert farthest_m(corners(areas.geometry.iloc[0]), square) <= 0.001


def test_columns_of_other_names_are_named_and_absent_ones_told(tmp_path):
    columns = TurningPointColumns(area="Site", order="TP", bearing_degrees="Azimut", distance_m="Dist")
    areas, _ = read(tmp_path, "Site,TP,Azimut,Dist\n" + SQUARE, columns=columns)
    assert areas["placed_by"].tolist() == ["turning points"]
    assert [which for _, which, _ in refused(tmp_path, "Site,TP,Azimut,Dst\n" + SQUARE, columns=columns)] == [
        "column 'Dist'"
    ]
    assert [which for _, which, _ in refused(tmp_path, LEGS.replace("order", "nr") + SQUARE)] == ["column 'order'"]


def test_the_main_table_needs_an_id_for_each_row(tmp_path):
    [(where, which, what)] = refused(tmp_path, LEGS + SQUARE, main=MAIN + "A,18,44\n")
    assert (where, which, what) == ("areas.csv", "rows 2 and 3", "id 'A' stands 2 times")


def test_turning_points_are_on_the_datum_of_the_crs(tmp_path):
    square = walk([(0, 100), (90, 100), (180, 100), (270, 100)], (16.4, 48.2))
    rows = pd.DataFrame(square, columns=["lon", "lat"]).assign(area_id="A", order=range(1, 5))
    areas, _ = read(tmp_path, rows.to_csv(index=False), main="id\nA\n", crs="EPSG:4312")
    assert 60 <= farthest_m(corners(areas.geometry.iloc[0]), square) <= 160
