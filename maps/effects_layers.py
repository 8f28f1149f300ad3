"""The layers of the map that show what clearing hazards gives, disputed roads and differences between worlds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import folium
from folium.utilities import JsCode

from maps.clearance_sentences import (
    cluster_name,
    cluster_sentence,
    drawn_counts,
    people_word,
    threshold_band,
    threshold_place,
)
from maps.difference_classes import difference_classes
from maps.difference_layers import MOST_DIFFERENCES, difference_overlays
from maps.effects_sections import comparison_page_name
from maps.effects_tables import MOST_LISTED, cluster_cells, hours_cell, stretch_cells
from maps.effects_values import Cluster
from maps.map_layers import collection, feature, simplified
from maps.release_values import Run, Tier
from maps.words import minutes_in_words, people_in_words

MOST_SHAPES: Final = 1000  # clusters or stretches of one run in a page; more make it slow
_MOST_OF_ALL_RUNS: Final = 3000  # in a page of many runs, each has its share
DISPUTED_COLOUR: Final = "#0b0b0b"
STRONG_COLOUR: Final = "#00e5ff"  # seen on every colour of viridis and around every class of clearance
# PuRd by Cynthia Brewer (colorbrewer2.org, Apache 2.0): in order by lightness; no colour of viridis, no pure red.
_CLEARANCE_COLOURS: Final = ("#e6e0ec", "#d7b5d8", "#df65b0", "#ce1256", "#67001f")
_MINUTES_PER_HOUR: Final = 60
_BIND: Final = JsCode("nearcare.bind")
PANES: Final = {"differences": 405, "clearance": 425, "disputed": 428}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearanceClass:
    """Clusters whose release alone saves up to so many person-hours each way; the limit is in the class."""

    label: str
    colour: str
    up_to_hours: float


def clearance_classes(tier: Tier) -> tuple[ClearanceClass, ...]:
    """Five classes that serve all runs of a tier, the least first: none, then by tens up to the largest gain."""
    hours = [
        cluster.gain.person_minutes_gained / _MINUTES_PER_HOUR
        for clusters in tier.effects.clusters.values()
        for cluster in clusters
    ]
    largest = max(hours, default=0.0)
    top = 10.0 ** math.floor(math.log10(largest)) if largest > 0 else 1.0
    edges = (top / 100, top / 10, top)
    said = [f"{edge:,.15g}" for edge in edges]
    labels = ("None", f"Up to {said[0]}", f"Over {said[0]} to {said[1]}", f"Over {said[1]} to {said[2]}")
    return tuple(
        ClearanceClass(label=label, colour=colour, up_to_hours=up_to)
        for label, colour, up_to in zip(
            (*labels, f"Over {said[2]}"), _CLEARANCE_COLOURS, (0.0, *edges, math.inf), strict=True
        )
    )


def add_effects(page: folium.Map, tier: Tier, runs: list[Run], tolerance: float) -> dict[str, str]:
    """Add what clearing gives, disputed roads and differences; the plain names of their variables."""
    names: dict[str, str] = {}
    for kind, title, layers in (
        ("clearance", "Areas by what releasing them alone gives", _clearance_layers(tier, runs, tolerance)),
        ("disputed", "Roads inside hazard areas", _disputed_layers(tier, runs, tolerance)),
    ):
        if not layers:
            continue
        group = folium.FeatureGroup(name=title, show=False)
        names[group.get_name()] = f"{kind}_shown"
        page.add_child(group)
        for place, layer in layers.items():
            names[layer.get_name()] = f"{kind}_{place}"
            page.add_child(layer)
    for place, overlay in enumerate(difference_overlays(tier)):
        names[overlay.get_name()] = f"difference_{place}"
        page.add_child(overlay)
    return names


def effect_variables(tier: Tier, runs: list[Run]) -> dict[str, dict[str, Any]]:
    """Of each group of layers that follows the run: the variables of the group and of the layer of each run."""
    found = {}
    for kind, values in (("clearance", tier.effects.clusters), ("disputed", tier.effects.disputed)):
        layers = [f"{kind}_{place}" if values.get(run.key) else "null" for place, run in enumerate(runs)]
        if set(layers) != {"null"}:
            found[kind] = {"group": f"{kind}_shown", "layers": layers}
    return found


def effects_legend(tier: Tier, runs: list[Run]) -> dict[str, Any]:
    """What the legend says of these layers, as far as any is in the page."""
    has_clearance = any(tier.effects.clusters.get(run.key) for run in runs)
    return {
        "clearance": clearance_classes(tier) if has_clearance else (),
        "has_disputed": any(tier.effects.disputed.get(run.key) for run in runs),
        "disputed_colour": DISPUTED_COLOUR,
        "differences": difference_classes() if tier.effects.comparisons else (),
        "left_out": len(tier.effects.comparisons[MOST_DIFFERENCES:]),
        "pages": list(
            {
                comparison.slug: {"name": comparison.name, "page": comparison_page_name(comparison.slug)}
                for comparison in tier.effects.comparisons
            }.values()
        ),
    }


def effects_list(run: Run, tier: Tier) -> dict[str, Any]:
    """The clusters and stretches of one run in a list beside the map."""
    clusters, roads = tier.effects.clusters.get(run.key, ()), tier.effects.disputed.get(run.key, ())
    drawn, place = drawn_counts(tier.hazards), threshold_place(tier)
    return {
        "band": minutes_in_words(threshold_band(tier)),
        "cluster_count": len(clusters),
        "cluster_note": _bounded("areas and groups", len(clusters), tier, "tables/clearance.gpkg"),
        "clusters": [
            {
                "id": f"k{cluster.cluster_id}",
                "name": cluster_name(cluster),
                "has_shape": cluster.geometry is not None,
                "sentence": cluster_sentence(cluster, tier, drawn),
                "newly": people_in_words(cluster.gain.newly_within[place]),
                "hours": hours_cell(cluster.gain.person_minutes_gained),
            }
            for cluster in _by_rank(clusters)[:MOST_LISTED]
        ],
        "road_count": len(roads),
        "road_note": _bounded("stretches", len(roads), tier, "tables/disputed_roads.gpkg"),
        "roads": [
            {
                "id": f"d{road.stretch_id}",
                "name": f"Stretch {road.stretch_id}",
                "people": people_word(road.people_depending),
            }
            for road in roads[:MOST_LISTED]
        ],
    }


def _clearance_layers(tier: Tier, runs: list[Run], tolerance: float) -> dict[int, folium.GeoJson]:
    """By the place of a run, its clusters by what releasing each alone would give."""
    return {
        place: folium.GeoJson(
            _cluster_features(tier.effects.clusters[run.key], tier, tolerance),
            control=False,
            show=False,
            style_function=lambda feature: {
                "color": STRONG_COLOUR if feature["properties"]["strong"] else feature["properties"]["colour"],
                "weight": 2.5 if feature["properties"]["strong"] else 1.5,
                "fillColor": feature["properties"]["colour"],
                "fillOpacity": 0.9,
            },
            on_each_feature=_BIND,
            pane="clearance",
        )
        for place, run in enumerate(runs)
        if tier.effects.clusters.get(run.key)
    }


def _cluster_features(clusters: tuple[Cluster, ...], tier: Tier, tolerance: float) -> dict[str, Any]:
    """The best clusters, the best last, so that it lies on top; ``strong``: somebody without a way would have one."""
    classes, drawn = clearance_classes(tier), drawn_counts(tier.hazards)
    outlined = [(cluster, cluster.geometry) for cluster in _by_rank(clusters) if cluster.geometry is not None]
    return collection(
        feature(
            f"k{cluster.cluster_id}",
            simplified(geometry, tolerance),
            cluster_name(cluster),
            cluster_cells(cluster, tier, drawn),
            lead=cluster_sentence(cluster, tier, drawn),
            colour=_class_of(cluster, classes).colour,
            strong=cluster.gain.reconnected > 0,
        )
        for cluster, geometry in reversed(outlined[: most_shapes(tier)])
    )


def _disputed_layers(tier: Tier, runs: list[Run], tolerance: float) -> dict[int, folium.GeoJson]:
    """By the place of a run, its stretches of road inside hazard areas."""
    return {
        place: folium.GeoJson(
            collection(
                feature(
                    f"d{road.stretch_id}",
                    simplified(road.geometry, tolerance),
                    f"Road inside a hazard area, stretch {road.stretch_id}",
                    stretch_cells(road, tier),
                )
                for road in tier.effects.disputed[run.key][: most_shapes(tier)]
            ),
            control=False,
            show=False,
            style_function=lambda _: {"color": DISPUTED_COLOUR, "weight": 4, "dashArray": "9 5"},
            on_each_feature=_BIND,
            pane="disputed",
        )
        for place, run in enumerate(runs)
        if tier.effects.disputed.get(run.key)
    }


def _by_rank(clusters: tuple[Cluster, ...]) -> list[Cluster]:
    return sorted(clusters, key=lambda cluster: cluster.rank)


def most_shapes(tier: Tier) -> int:
    """How many clusters, and how many stretches, of one run the map of a tier draws at most."""
    runs = max(len(tier.effects.clusters), len(tier.effects.disputed), 1)
    return max(MOST_LISTED, min(MOST_SHAPES, _MOST_OF_ALL_RUNS // runs))


def _bounded(things: str, count: int, tier: Tier, file: str) -> str:
    """What of many is listed and drawn; empty where all are."""
    if count <= MOST_LISTED:
        return ""
    drawn = f" The map draws the first {most_shapes(tier):,}." if count > most_shapes(tier) else ""
    return f"The first {MOST_LISTED} of {count:,} {things}.{drawn} All are in {file}."


def _class_of(cluster: Cluster, classes: tuple[ClearanceClass, ...]) -> ClearanceClass:
    hours = cluster.gain.person_minutes_gained / _MINUTES_PER_HOUR
    return next(each for each in classes if hours <= each.up_to_hours)
