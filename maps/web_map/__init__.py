"""The web map: the page that a server gives, its scripts and styles, and the words that they speak."""

from maps.web_map.files import StaticFile, static_digest, static_file
from maps.web_map.shell import draw_web_map
from maps.web_map.views import LAYERS, View, ViewFault, read_view
from maps.web_map.words import PageWords, page_words

__all__ = [
    "LAYERS",
    "PageWords",
    "StaticFile",
    "View",
    "ViewFault",
    "draw_web_map",
    "page_words",
    "read_view",
    "static_digest",
    "static_file",
]
