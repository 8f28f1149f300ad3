"""Features: the layers of a tier, row by row, with ids that last, ready to be asked by place, day and property."""

from maps.features.keeping import KeptLayers
from maps.features.layers import LAYERS, Layer, layers_in
from maps.features.properties import Property, unit_of
from maps.features.reading import FeatureLayer, read_layer
from maps.features.selecting import Box, Days, boxes_of, days_of, select

__all__ = [
    "LAYERS",
    "Box",
    "Days",
    "FeatureLayer",
    "KeptLayers",
    "Layer",
    "Property",
    "boxes_of",
    "days_of",
    "layers_in",
    "read_layer",
    "select",
    "unit_of",
]
