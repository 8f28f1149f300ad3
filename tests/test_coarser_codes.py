"""Coarser pictures of published codes: half the cells with minutes decide, whatever the threshold is."""

from functools import partial

import numpy as np
import pytest
from affine import Affine
from hypothesis import given
from hypothesis import strategies as st
from rasterio import CRS
from rasterio import open as open_raster

from maps.pictures import ClassRaster
from maps.tiles.class_cogs import frame_of, write_class_cog
from maps.tiles.coarser import coarser_codes
from maps.tiles.layers import IN_REGION

EDGES = 3  # codes 1 to 4 have minutes, 5 is no way, 6 inside a hazard, 9 beyond the limit

grids = st.integers(0, 2**32 - 1).map(
    lambda seed: np.random.default_rng(seed).choice(
        np.array([0, 1, 2, 3, 4, 5, 6, 9, *(IN_REGION + np.array([1, 3, 4, 5]))], np.uint8), size=(16, 24)
    )
)


def blocks(codes, side):
    """The cells of each pixel, (rows, columns, side * side)."""
    rows, columns = (length // side for length in codes.shape)
    return codes.reshape(rows, side, columns, side).transpose(0, 2, 1, 3).reshape(rows, columns, side * side)


def kinds(codes):
    plain = codes % IN_REGION
    return np.where((plain > 0) & (plain <= EDGES + 1), 1, plain)


@given(grids)
def test_a_coarse_pixel_is_within_a_threshold_as_half_its_cells_with_minutes_are(codes):
    for level, found in enumerate(coarser_codes(codes, 3, edge_count=EDGES), start=1):
        cells = blocks(codes, 2**level)
        reached = kinds(cells) == 1
        has_minutes = kinds(found) == 1
        for step in range(1, EDGES + 2):
            within = ((cells % IN_REGION <= step) & reached).sum(axis=-1)
            expected = 2 * within >= reached.sum(axis=-1)
            assert ((found % IN_REGION <= step) == expected)[has_minutes].all()


@given(grids)
def test_a_coarse_pixel_is_what_most_of_its_cells_are(codes):
    for level, found in enumerate(coarser_codes(codes, 3, edge_count=EDGES), start=1):
        cells = kinds(blocks(codes, 2**level))
        number = {kind: (cells == kind).sum(axis=-1) for kind in (1, 5, 6, 9)}
        most = np.max(list(number.values()), axis=0)
        assert ((found == 0) == (most == 0)).all()
        for kind, count in number.items():
            assert (count == most)[kinds(found) == kind].all()


@given(grids)
def test_a_coarse_pixel_is_in_a_region_if_most_of_what_it_shows_is(codes):
    for level, found in enumerate(coarser_codes(codes, 3, edge_count=EDGES), start=1):
        cells = blocks(codes, 2**level)
        alike = kinds(cells) == kinds(found)[..., np.newaxis]
        in_region = ((cells >= IN_REGION) & alike).sum(axis=-1)
        shown = found > 0
        assert ((found >= IN_REGION) == (2 * in_region > alike.sum(axis=-1)))[shown].all()


def test_a_status_does_not_hide_minutes_that_are_spread_over_many_steps():
    codes = np.array([[1, 2, 5, 5], [3, 4, 1, 2], [5, 5, 0, 0], [5, 1, 0, 3]], np.uint8)
    first, second = coarser_codes(codes, 2, edge_count=EDGES)
    assert first.tolist() == [[2, 1], [5, 3]]
    assert second.tolist() == [[2]]


def test_a_side_that_is_no_multiple_is_filled_with_outside():
    (found,) = coarser_codes(np.array([[1, 1, 4]], np.uint8), 1, edge_count=EDGES)
    assert found.tolist() == [[1, 4]]


@pytest.mark.parametrize("size", [(700, 300), (90, 1100)])
def test_a_raster_keeps_its_cells_and_the_overviews_it_is_given(tmp_path, size):
    code = np.random.default_rng(3).integers(0, 7, size).astype(np.uint8)
    raster = ClassRaster(code=code, affine=Affine(152.8, 0, 4e6, 0, -152.8, 1e6), crs=CRS.from_epsg(3857))
    frame = frame_of(raster)
    write_class_cog(tmp_path / "plain.tif", raster, frame)
    write_class_cog(tmp_path / "a.tif", raster, frame, coarser=partial(coarser_codes, edge_count=EDGES))
    with open_raster(tmp_path / "plain.tif") as plain, open_raster(tmp_path / "a.tif") as found:
        whole = plain.read(1)
        assert (found.read(1) == whole).all()
        assert found.overviews(1) == plain.overviews(1)
        assert found.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        levels = len(found.overviews(1))
    for level, expected in enumerate(coarser_codes(whole, levels, edge_count=EDGES)):
        with open_raster(tmp_path / "a.tif", overview_level=level) as overview:
            assert (overview.read(1) == expected).all()
