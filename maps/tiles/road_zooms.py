"""From which zoom a road is shown, by its class, so that a country stays small."""

from __future__ import annotations

from typing import Final

MAJOR_ZOOM: Final = 5
MINOR_ZOOM: Final = 9
PATH_ZOOM: Final = 11

_LINK: Final = "_link"
_MAJOR: Final = frozenset({"motorway", "trunk", "primary", "secondary", "ferry"})
_MINOR: Final = frozenset({"tertiary", "unclassified", "residential", "living_street", "road"})


def least_zoom(road_class: str) -> int:
    """The zoom from which roads of a class are in the tiles; the classes of a source that is not OSM come last.

    >>> least_zoom("primary_link"), least_zoom("residential"), least_zoom("track")
    (5, 9, 11)
    """
    name = road_class.removesuffix(_LINK)
    return MAJOR_ZOOM if name in _MAJOR else MINOR_ZOOM if name in _MINOR else PATH_ZOOM
