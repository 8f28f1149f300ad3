"""Live countries for tests, and what a whole search of their changed world says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from accessibility.live import Question
from accessibility.live.asked import sources_of
from accessibility.search import OUTSIDE, least_times

VALLEY = Question(pillar="physical_rehab", profile="default", season="all-year", direction="to", has_hazards=True)


def free(question):
    """The same question without hazards."""
    return replace(question, has_hazards=False)


def searched(country, centres):
    """Minutes, status and nearest row by a search of the country's ways from these centres alone."""
    question, ground = country.question, country.ground
    world = ground.world(question.profile, question.season)
    network = world.network(question.direction, has_hazards=question.has_hazards)
    travel = least_times(network, sources_of(centres, question.pillar))
    status = np.where(ground.is_outside(network.land.has_data), np.uint8(OUTSIDE), travel.status)
    minutes = np.where(np.isfinite(travel.seconds), travel.minutes, np.nan).astype(np.float32)
    return minutes, status, travel.nearest


def is_as_searched(country, picture):
    """Whether a picture whose changes are of centres alone says the same of every cell, to the bit."""
    minutes, status, nearest = searched(country, picture.centres)
    travel = picture.travel
    return (
        np.array_equal(travel.minutes, minutes, equal_nan=True)
        and np.array_equal(travel.status, status)
        and np.array_equal(travel.nearest, nearest)
    )


def is_same(one, other):
    """Whether two pictures say the same times, status and figures."""
    times = zip((one.travel.minutes, one.travel.status), (other.travel.minutes, other.travel.status), strict=True)
    return all(np.array_equal(mine, theirs, equal_nan=True) for mine, theirs in times) and one.areas.equals(other.areas)


def minutes_of(picture):
    """Minutes by cell, inf without an answer."""
    return np.where(np.isnan(picture.travel.minutes), np.inf, picture.travel.minutes)


def place_of(ground, cell):
    """Lon and lat of a cell's centre."""
    row, column = divmod(int(cell), ground.grid.shape[1])
    lon, lat = ground.grid.to_lon_lat([ground.grid.centre_x[column]], [ground.grid.centre_y[row]])
    return {"lon": float(lon[0]), "lat": float(lat[0])}
