"""The web map: the page that a server gives, its scripts and styles, and the words that they speak."""

from maps.web_map.files import StaticFile, static_digest, static_file, static_names
from maps.web_map.picture_legend import still_legend
from maps.web_map.reached import ReachedRow, reached_rows
from maps.web_map.shell import draw_maps, draw_problem, draw_web_map
from maps.web_map.texts import page_texts
from maps.web_map.views import LAYERS, View, ViewFault, read_view

__all__ = [
    "LAYERS",
    "ReachedRow",
    "StaticFile",
    "View",
    "ViewFault",
    "draw_maps",
    "draw_problem",
    "draw_web_map",
    "page_texts",
    "reached_rows",
    "read_view",
    "static_digest",
    "static_file",
    "static_names",
    "still_legend",
]
