"""Points: the cell that holds a place, on any grid, and rasters held open up to a limit."""

import threading

import pytest
from pyproj import Transformer
from release_on_disk import GEOGRAPHIC, PROJECTED, travel, write_tier

from maps.gap_reports import OpenRasters, point_answer, read_tables, run_asked


@pytest.fixture(scope="module", params=[GEOGRAPHIC, PROJECTED], ids=["geographic", "projected"])
def grid(request):
    return request.param


@pytest.fixture(scope="module")
def tables(grid, tmp_path_factory):
    return read_tables(write_tier(tmp_path_factory.mktemp("points") / "public", grid=grid))


def ask(tables, rasters, at, **asked):
    return point_answer(tables, run_asked(tables.tier, asked), rasters, version="1", at=at)


def test_a_place_has_the_minutes_of_the_cell_that_holds_it(tables, grid):
    crs, affine = grid
    minutes, status = travel("physical_rehab", "hazards")
    to_degrees = Transformer.from_crs(crs, "OGC:CRS84", always_xy=True)
    rasters = OpenRasters()
    for row, column in ((8, 12), (8, 20), (3, 25), (16, 38), (32, 52), (1, 55), (20, 59), (39, 4)):
        told = ask(tables, rasters, to_degrees.transform(*(affine @ (column + 0.3, row + 0.8))))
        words = {1: "reached", 2: "no-way", 3: "inside-hazard", 4: "barrier", 5: "no-land-data", 0: "outside"}
        assert told.status == words[int(status[row, column])]
        assert told.minutes == (pytest.approx(float(minutes[row, column])) if told.status == "reached" else None)
        middle = to_degrees.transform(*(affine @ (column + 0.5, row + 0.5)))
        assert (told.cell.lon, told.cell.lat) == pytest.approx(middle, abs=1e-7)
        assert told.cell.width_m == pytest.approx(440, rel=0.02)
        assert told.cell.height_m == pytest.approx(443, rel=0.02)
    rasters.close()


def test_a_place_in_a_region_names_it_and_its_area(tables, grid):
    crs, affine = grid
    to_degrees = Transformer.from_crs(crs, "OGC:CRS84", always_xy=True)
    rasters = OpenRasters()
    told = ask(tables, rasters, to_degrees.transform(*(affine @ (52.5, 32.5))))
    assert told.area.name == "Lower"
    assert told.region is not None
    near = ask(tables, rasters, to_degrees.transform(*(affine @ (12.5, 8.5))))
    assert (near.area.name, near.region) == ("Upper", None)
    assert (near.underserved_share, near.could_change) == (None, None)
    rasters.close()


def test_a_place_beyond_the_grid_is_outside(tables):
    told = ask(tables, OpenRasters(), (-179.9, -89.0))
    assert (told.status, told.cell) == ("outside", None)


def test_no_more_rasters_are_open_than_the_limit(tables):
    rasters, at = OpenRasters(most=2), (8.1, 49.0)
    first = [ask(tables, rasters, at, pillar=pillar).status for pillar in ("physical_rehab", "psychosocial")]
    held = rasters._opened  # noqa: SLF001 - what is open is seen nowhere else
    assert len(held) == 2
    assert [ask(tables, rasters, at, pillar=pillar).status for pillar in ("physical_rehab", "psychosocial")] == first
    rasters.close()
    assert not rasters._opened  # noqa: SLF001 - as above


def test_many_may_ask_at_once_while_rasters_are_closed_and_opened(tables):
    rasters, told, at = OpenRasters(most=1), [], (8.1, 49.0)

    def asking(pillar):
        told.extend((pillar, ask(tables, rasters, at, pillar=pillar).minutes) for _ in range(6))

    threads = [threading.Thread(target=asking, args=(pillar,)) for pillar in ("physical_rehab", "psychosocial") * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 24
    assert len(set(told)) == 2
    rasters.close()


def test_another_version_is_opened_anew(tables):
    rasters, run = OpenRasters(), run_asked(tables.tier, {})
    for version in ("1", "2"):
        point_answer(tables, run, rasters, version=version, at=(8.1, 49.0))
    versions = {version for _, version in rasters._opened}  # noqa: SLF001 - what is open is seen nowhere else
    assert versions == {"1", "2"}
    rasters.close()
