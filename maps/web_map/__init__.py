"""The web map: the page that a server gives, its scripts and styles, and the words that they speak."""

from maps.web_map.files import StaticFile, static_digest, static_file, static_names
from maps.web_map.shell import draw_web_map
from maps.web_map.views import LAYERS, View, ViewFault, read_view

__all__ = [
    "LAYERS",
    "StaticFile",
    "View",
    "ViewFault",
    "draw_web_map",
    "read_view",
    "static_digest",
    "static_file",
    "static_names",
]
