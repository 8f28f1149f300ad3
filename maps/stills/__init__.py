"""Still pictures of a run, for readers without scripts or without WebGL2, and for what shows a link."""

from maps.stills.drawing import Frame, Overlay, draw_classes, draw_still, frame_of, read_still
from maps.stills.layers import StillLayers, read_still_layers

__all__ = [
    "Frame",
    "Overlay",
    "StillLayers",
    "draw_classes",
    "draw_still",
    "frame_of",
    "read_still",
    "read_still_layers",
]
