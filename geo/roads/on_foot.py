"""The same roads for other people: without a vehicle, slower on foot, or kept off some of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from geo.roads.network import RoadNetwork
from geo.roads.tags import FERRY


def without_vehicles(network: RoadNetwork) -> RoadNetwork:
    """The network of people who have no vehicle; on a ferry they are foot passengers, and it sails as fast."""
    nothing = np.zeros(network.link_count)
    return replace(network, forward_kmh=nothing, backward_kmh=nothing)


def walked_at(network: RoadNetwork, factor: float) -> RoadNetwork:
    """The network with every speed on foot multiplied by a factor above 0; that of ferries is the ship's."""
    walk_kmh = np.where(is_ferry(network), network.walk_kmh, network.walk_kmh * factor)
    return replace(network, walk_kmh=walk_kmh)


def closed_on_foot(network: RoadNetwork, closed: Mapping[str, Collection[str]]) -> RoadNetwork:
    """The network without walking on roads whose tags have some of these values, by key; vehicles still pass.

    Of a list ("gravel;mud") one such value is enough; a road without the tag stays open, and so does a ferry.
    """
    is_closed = np.array(
        [any(set(_parts(tags.get(key, ""))) & set(values) for key, values in closed.items()) for tags in network.tags],
        dtype=np.bool_,
    )
    if not is_closed.any():
        return network
    is_shut = is_closed[network.tag_row] & ~is_ferry(network)
    return replace(network, walk_kmh=np.where(is_shut, 0.0, network.walk_kmh))


def is_ferry(network: RoadNetwork) -> npt.NDArray[np.bool_]:
    """Whether each link is a ferry."""
    is_its = np.array([name == FERRY for name in network.road_class], dtype=np.bool_)
    return is_its[network.class_row]


def _parts(text: str) -> list[str]:
    return [part.strip().lower() for part in text.split(";")]
