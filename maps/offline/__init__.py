"""The map of a release in one file: it opens from disk without a network, in any language of the project."""

from maps.offline.choosing import choose_runs
from maps.offline.page import OfflineMap, draw_offline_map
from maps.offline.writing import write_offline_map

__all__ = [
    "OfflineMap",
    "choose_runs",
    "draw_offline_map",
    "write_offline_map",
]
