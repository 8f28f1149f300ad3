"""The map of a release in one file: it opens from disk without a network, in any language of the project."""

from maps.offline.choosing import MOST_DEFAULT_RUNS, choose_runs, run_id
from maps.offline.page import OfflineMap, draw_offline_map
from maps.offline.writing import LARGEST_BYTES, write_offline_map

__all__ = [
    "LARGEST_BYTES",
    "MOST_DEFAULT_RUNS",
    "OfflineMap",
    "choose_runs",
    "draw_offline_map",
    "run_id",
    "write_offline_map",
]
