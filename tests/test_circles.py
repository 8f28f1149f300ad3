"""Circles for areas: as large as they are said to be, round, and around their point."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from geo.errors import InputError
from geo.hazards import circles_of_areas

EARTH = Geod(ellps="WGS84")


def area_on_the_ground_m2(circle, lon, lat):
    """The area on the ellipsoid; of a small circle on a plane around it, where sums of large numbers lose nothing."""
    if circle.length > 0.01:
        return EARTH.geometry_area_perimeter(circle)[0]
    to_plane = Transformer.from_crs(
        4326, f"+proj=aeqd +lat_0={lat} +lon_0={lon} +ellps=WGS84 +type=crs", always_xy=True
    )
    return shapely.transform(circle, to_plane.transform, interleaved=False).area


@given(st.floats(-180, 180), st.floats(-84, 84), st.floats(0, 11))
def test_a_circle_is_as_large_as_the_size_and_its_vertices_equally_far(lon, lat, digits):
    size_m2 = 10.0**digits
    [circle] = circles_of_areas(np.array([shapely.Point(lon, lat)], dtype=object), np.array([size_m2]))
    area_m2 = area_on_the_ground_m2(circle, lon, lat)
    assert area_m2 == pytest.approx(size_m2, rel=1e-4)
    edge = np.asarray(circle.exterior.coords)
    assert len(edge) - 1 >= 64
    _, _, radius_m = EARTH.inv(np.full(len(edge), lon), np.full(len(edge), lat), edge[:, 0], edge[:, 1])
    np.testing.assert_allclose(radius_m, np.sqrt(size_m2 / np.pi), rtol=2e-3)
    assert circle.is_valid
    assert circle.exterior.is_ccw


def test_no_point_or_no_size_gives_no_circle():
    points = np.array([None, shapely.Point(18, 44), shapely.Point(18, 44)], dtype=object)
    circles = circles_of_areas(points, np.array([100.0, np.nan, 100.0]))
    assert [circle is None for circle in circles] == [True, True, False]


@pytest.mark.parametrize("size_m2", [0.0, -5.0, np.inf])
def test_a_size_that_is_none_is_refused(size_m2):
    with pytest.raises(InputError, match="a size is not above 0 m2, or infinite"):
        circles_of_areas(np.array([shapely.Point(18, 44)], dtype=object), np.array([size_m2]))
