"""A lattice says where a grid's points lie in another CRS, to some centimetres."""

import numpy as np
import pytest
from pyproj import CRS, Transformer
from toy_files import a_geographic_grid

from geo.lattice import Lattice


@pytest.mark.parametrize("lat", [0.0, 49.0])
def test_points_lie_where_the_projection_puts_them(lat):
    grid = a_geographic_grid(40, 30, size=0.001, left=35.0, top=lat)
    crs = CRS.from_proj4("+proj=laea +lon_0=35 +lat_0=10 +datum=WGS84 +units=m")
    lattice = Lattice(grid, crs)
    columns = np.linspace(0, 30, 61)
    for row in (0, 0.5, 17.3, 40):
        x, y = lattice.along(row, columns)
        lon, lats = 35.0 + 0.001 * columns, np.full(len(columns), lat - 0.001 * row)
        true_x, true_y = Transformer.from_crs(4326, crs, always_xy=True).transform(lon, lats)
        np.testing.assert_allclose(x, true_x, atol=0.1)
        np.testing.assert_allclose(y, true_y, atol=0.1)
    assert (lattice.x.min(), lattice.x.max()) == pytest.approx((lattice.x[:, 0].min(), lattice.x[:, -1].max()))
