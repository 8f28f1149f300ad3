"""Layers and tables: vectors, areas, CSV, XLSX and objects of OSM, read with every fault told."""

from geo.layers.areas import Areas, area_of_cells, one_area, read_areas
from geo.layers.geometries import GeometryKind
from geo.layers.osm_objects import OsmObject, read_osm_objects, write_candidates
from geo.layers.places import KINDS, OSM_ENDINGS, Places, read_places
from geo.layers.tables import (
    check_ids,
    check_table,
    list_names,
    name_rows,
    nearest_name,
    need_column,
    number_in,
    read_table,
    texts_of,
)
from geo.layers.vectors import LayerCounts, checked_layer, is_placed, may_be_opened, read_counted_layer, read_layer

__all__ = [
    "KINDS",
    "OSM_ENDINGS",
    "Areas",
    "GeometryKind",
    "LayerCounts",
    "OsmObject",
    "Places",
    "area_of_cells",
    "check_ids",
    "check_table",
    "checked_layer",
    "is_placed",
    "list_names",
    "may_be_opened",
    "name_rows",
    "nearest_name",
    "need_column",
    "number_in",
    "one_area",
    "read_areas",
    "read_counted_layer",
    "read_layer",
    "read_osm_objects",
    "read_places",
    "read_table",
    "texts_of",
    "write_candidates",
]
