"""What lies over the picture of the file: outlines of areas, recorded hazard areas, centres; by folium."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import folium
import shapely
from branca.element import Figure
from folium.map import CustomPane
from folium.utilities import JsCode

from maps.languages import Words
from maps.map_layers import (
    area_features,
    collection,
    feature,
    half_cell_degrees,
    largest_hazards,
    shown_areas,
    simplified,
)
from maps.map_page import HAZARD_COLOUR, MOST_HAZARDS, other_names
from maps.pictures import Picture
from maps.release_values import Centre, Tier
from maps.tables import is_confirmed

_PANES: Final = {"areas": 410, "hazards": 420, "centres": 450}
_BIND: Final = JsCode("offline.bind")


def draw_overlays(
    tier: Tier, centres: Sequence[tuple[Centre, str]], pictures: Sequence[Picture], said: Words
) -> tuple[Figure, dict[str, str]]:
    """Folium's figure, rendered, and plain names for the variables of its script: ``offline_map``, ``areas`` ...

    ``centres``: with the services of each in words.
    """
    page = folium.Map(tiles=None, zoom_start=8, zoom_snap=0.25, zoom_delta=0.5)
    page.default_js, page.default_css = [], []
    for pane, z_index in _PANES.items():
        page.add_child(CustomPane(pane, z_index=z_index, pointer_events=True))
    tolerance = half_cell_degrees(tier)
    layers = {"centres": _centres(centres)}
    if shown_areas(tier):
        layers["areas"] = _areas(tier, tolerance)
    if tier.hazards:
        layers["hazards"] = _hazards(tier, tolerance, said)
    for layer in layers.values():
        page.add_child(layer)
    page.fit_bounds(
        [
            [min(each.south for each in pictures), min(each.west for each in pictures)],
            [max(each.north for each in pictures), max(each.east for each in pictures)],
        ]
    )
    figure = page.get_root()
    assert isinstance(figure, Figure)  # noqa: S101  folium.Map makes one for itself
    figure.render()
    names = {page.get_name(): "offline_map", **{layer.get_name(): name for name, layer in layers.items()}}
    return figure, names | other_names(page, names)


def _areas(tier: Tier, tolerance: float) -> folium.GeoJson:
    return folium.GeoJson(
        area_features(shown_areas(tier), tolerance_degrees=tolerance),
        style_function=lambda _: {"color": "#3a3a3a", "weight": 0.8, "fillColor": "#ffffff", "fillOpacity": 0},
        on_each_feature=JsCode("offline.bindArea"),
        pane="areas",
    )


def _hazards(tier: Tier, tolerance: float, said: Words) -> folium.GeoJson:
    shown = largest_hazards(tier.hazards, MOST_HAZARDS)
    kinds = {True: said.say("offline-hazard-confirmed"), False: said.say("offline-hazard-suspected")}
    return folium.GeoJson(
        collection(
            feature(
                f"h{place}",
                simplified(hazard.geometry, tolerance),
                hazard.name or hazard.hazard_id or kinds[is_confirmed(hazard)],
                (("", kinds[is_confirmed(hazard)]),),
                suspected=not is_confirmed(hazard),
            )
            for place, hazard in shown.items()
        ),
        style_function=lambda each: {
            "color": HAZARD_COLOUR,
            "weight": 1.2,
            "dashArray": "4 3" if each["properties"]["suspected"] else None,
            "fillColor": "url(#hazard-suspected)" if each["properties"]["suspected"] else "url(#hazard-recorded)",
            "fillOpacity": 1,
        },
        on_each_feature=_BIND,
        pane="hazards",
    )


def _centres(centres: Sequence[tuple[Centre, str]]) -> folium.GeoJson:
    marker = folium.CircleMarker(radius=7, fill=True)
    marker.options["pane"] = "centres"
    return folium.GeoJson(
        collection(
            feature(each.centre_id, shapely.Point(each.lon, each.lat), each.name or each.centre_id, (("", services),))
            for each, services in centres
        ),
        marker=marker,
        style_function=lambda _: {"color": "#000000", "weight": 2.5, "fillColor": "#ffffff", "fillOpacity": 1},
        on_each_feature=_BIND,
    )
