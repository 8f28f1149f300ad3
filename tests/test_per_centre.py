"""Every centre by itself: as a table and as a stack, equal to one search each."""

import numpy as np
import pytest
import rasterio
from worlds import random_centres, random_world

from accessibility.search import (
    STATUS_WORDS,
    Sources,
    TravelRules,
    lay_network,
    least_times,
    travel_table,
    write_per_centre,
)
from geo.errors import InputError, ReleaseError


@pytest.fixture
def world():
    return random_world(5)


def laid(world, **options):
    return lay_network(world.land, world.roads, rules=TravelRules(**options), hazards=world.hazards)


@pytest.fixture
def sources(world):
    return Sources(cell=random_centres(world, 5, count=4), row=np.arange(4, dtype=np.int32))


NAMES = ["a", "b", "c", "d"]


@pytest.mark.parametrize("direction", ["to", "from"])
def test_the_table_has_the_minutes_of_each_search_and_says_why_there_are_none(world, sources, direction):
    network = laid(world, direction=direction, limit_minutes=9)
    cells = np.array([-1, *range(world.land.grid.cell_count)])
    places = [f"p{cell}" for cell in cells]
    told = []
    table = travel_table(
        network, sources, centre_ids=NAMES, place_cells=cells, place_ids=places, progress=lambda *at: told.append(at)
    )
    assert len(table) == 4 * len(cells)
    centre, place = ("to_id", "from_id") if direction == "to" else ("from_id", "to_id")
    for row, name in enumerate(NAMES):
        alone = least_times(network, sources.only(row))
        rows = table[table[centre] == name]
        assert rows[place].tolist() == places
        assert rows["status"].tolist() == ["outside", *[STATUS_WORDS[value] for value in alone.status.ravel()]]
        minutes = rows["minutes"].to_numpy()
        np.testing.assert_array_equal(minutes[1:], np.where(np.isfinite(alone.minutes), alone.minutes, np.nan).ravel())
        assert np.isnan(minutes[0])
    assert {"reached", "beyond_limit"} <= set(table["status"])
    assert told[-1][1] == 1.0


def test_no_centre_is_an_empty_table(world):
    none = Sources(cell=np.empty(0, np.int64), row=np.empty(0, np.int32))
    table = travel_table(laid(world), none, centre_ids=[], place_cells=np.array([0]), place_ids=["p"])
    assert len(table) == 0
    assert table.columns.tolist() == ["from_id", "to_id", "minutes", "status"]


def test_the_stack_has_a_band_for_each_centre(world, sources, tmp_path):
    network = laid(world, limit_minutes=9)
    write_per_centre(tmp_path / "stack.tif", network, sources, names=NAMES)
    with rasterio.open(tmp_path / "stack.tif") as raster:
        assert raster.descriptions == tuple(NAMES)
        assert raster.units == ("minutes",) * 4
        for row in range(4):
            alone = least_times(network, sources.only(row)).minutes
            expected = np.where(np.isfinite(alone), alone, np.nan).astype(np.float32)
            np.testing.assert_array_equal(raster.read(row + 1), expected)
            assert np.nanmax(expected) <= 9


def test_blocks_without_an_answer_take_no_room(world, sources, tmp_path):
    everywhere, nowhere = tmp_path / "all.tif", tmp_path / "none.tif"
    write_per_centre(everywhere, laid(world), sources, names=NAMES)
    write_per_centre(nowhere, laid(world, limit_minutes=0), sources, names=NAMES)
    assert nowhere.stat().st_size < everywhere.stat().st_size


def test_a_stack_that_cannot_be_written_is_an_error_with_the_files_name(world, sources, tmp_path):
    with pytest.raises(ReleaseError, match=r"stack\.tif"):
        write_per_centre(tmp_path / "nowhere" / "stack.tif", laid(world), sources, names=NAMES)


def test_an_earlier_file_stays_until_the_new_one_is_whole(world, sources, tmp_path):
    path = tmp_path / "stack.tif"
    path.write_text("earlier")
    outside = Sources(cell=np.array([10**6]), row=np.array([0], np.int32))
    with pytest.raises(InputError, match="outside the grid"):
        write_per_centre(path, laid(world), outside, names=["a"])

    def stop(_words, _share):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_per_centre(path, laid(world), sources, names=NAMES, progress=stop)
    assert path.read_text() == "earlier"
    assert [each.name for each in tmp_path.iterdir()] == ["stack.tif"]


def test_names_that_differ_in_number_are_refused(world, sources, tmp_path):
    with pytest.raises(InputError, match="differ in number"):
        write_per_centre(tmp_path / "stack.tif", laid(world), sources, names=["a"])
    with pytest.raises(InputError, match="differ in number"):
        travel_table(laid(world), sources, centre_ids=NAMES, place_cells=np.array([1, 2]), place_ids=["p"])
