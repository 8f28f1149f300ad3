"""Filling gives the cells that GDAL's rasterize gives, whatever the shapes and wherever their edges lie."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from rasterio.features import rasterize
from toy_files import a_geographic_grid, a_grid

from geo.layers.filling import fill_polygons

seeds = st.integers(0, 100_000)


def by_gdal(shapes, grid):
    painted = [(shape, row) for row, shape in enumerate(shapes)][::-1]
    return rasterize(painted, out_shape=grid.shape, transform=grid.affine, fill=-1, dtype="int32")


def some_shapes(random, grid, *, step):
    """Polygons with holes and several parts, their corners on a lattice of so many cells, or anywhere for 0."""
    left, _, _, top = grid.bounds
    width, height = grid.affine.a, -grid.affine.e
    shapes = []
    for _ in range(4):
        parts = []
        for _ in range(random.integers(1, 3)):
            corners = random.uniform(-3, 23, (random.integers(3, 9), 2))
            corners = np.round(corners / step) * step if step else corners
            hull = shapely.MultiPoint(
                np.column_stack([left + corners[:, 0] * width, top - corners[:, 1] * height])
            ).convex_hull
            if hull.geom_type == "Polygon":
                ring = hull.exterior.coords
                parts.append(hull if random.random() < 0.5 else shapely.Polygon(ring[::-1]))
        whole = shapely.unary_union(parts) if random.random() < 0.5 else shapely.MultiPolygon(parts)
        hole = shapely.box(left + 5 * width, top - 9 * height, left + 8.5 * width, top - 4.5 * height)
        shapes.append(whole.difference(hole) if whole.is_valid else whole)
    return [shape for shape in shapes if shape.geom_type in {"Polygon", "MultiPolygon"} and not shape.is_empty]


@pytest.mark.parametrize("step", [0, 0.5, 1.0, 0.25])
@settings(max_examples=25)
@given(seed=seeds, is_projected=st.booleans())
def test_every_cell_is_as_gdal_fills_it(step, seed, is_projected):
    grid = a_grid(20, 17) if is_projected else a_geographic_grid(20, 17, size=1 / 1200, left=43.1, top=-11.3)
    shapes = some_shapes(np.random.default_rng(seed), grid, step=step)
    if shapes:
        np.testing.assert_array_equal(fill_polygons(np.array(shapes), grid, nothing=-1), by_gdal(shapes, grid))


def test_a_centre_on_a_left_edge_is_out_and_on_a_right_edge_in():
    grid = a_grid(3, 4)
    found = fill_polygons(np.array([shapely.box(50, 100, 250, 400)]), grid, nothing=-1)
    assert found.tolist() == [[-1, 0, 0, -1]] * 3


def test_a_jagged_ring_of_many_corners_is_filled_as_gdal_fills_it():
    random = np.random.default_rng(5)
    turn = np.sort(random.random(5000)) * 2 * np.pi
    reach = 6000 + 3000 * random.random(5000)
    star = shapely.Polygon(np.column_stack([10_000 + reach * np.cos(turn), 10_000 + reach * np.sin(turn)]))
    grid = a_grid(200, 200, top=20_000)
    shapes = [shapely.box(9000, 9000, 9500, 20_100), star, shapely.box(-500, -500, 30_000, 500)]
    np.testing.assert_array_equal(fill_polygons(np.array(shapes), grid, nothing=-1), by_gdal(shapes, grid))


def test_a_shape_beyond_the_grid_fills_nothing():
    beyond = [shapely.box(-900, 0, -800, 400), shapely.box(0, 900, 400, 1000), shapely.box(0, -900, 400, -800)]
    assert (fill_polygons(np.array(beyond), a_grid(), nothing=-1) == -1).all()
