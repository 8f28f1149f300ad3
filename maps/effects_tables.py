"""What hazards do and what clearing them gives, as tables of text for the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any, Final

from maps.clearance_sentences import (
    cluster_name,
    kinds_in_words,
    outline_in_words,
    person_hours,
    threshold_band,
    threshold_place,
)
from maps.effects_sentences import ROAD_RULES, limit_in_words, modelled
from maps.effects_values import ClearanceStep, Cluster, DisputedRoad, NearHazards, Reach, RoadRule
from maps.release_values import Tier
from maps.words import (
    FEWER_THAN_ONE,
    NO_TIME,
    area_in_words,
    length_in_words,
    minutes_in_words,
    people_in_words,
    percent_in_words,
)

MOST_LISTED: Final = 20  # clusters or stretches in one table or list; the release holds all
_METRES_PER_KM: Final = 1000.0
Table = dict[str, Any]


def road_rule_table(table_id: str, title: str, rules: Sequence[RoadRule], tier: Tier) -> Table:
    """All people by rule for roads in hazard areas, the mildest first."""
    order = list(ROAD_RULES)
    rows = sorted(rules, key=lambda rule: order.index(rule.roads) if rule.roads in order else len(order))
    return {
        "id": table_id,
        "caption": f"All people by what roads inside hazard areas are taken to be: {title}. {modelled(tier)}",
        "headings": ("Roads inside hazard areas", *_reach_headings(tier)),
        "texts": (),
        "rows": [_row(ROAD_RULES.get(rule.roads, rule.roads), _reach_cells(rule.reach)) for rule in rows],
    }


def near_table(table_id: str, title: str, near: Sequence[NearHazards], tier: Tier) -> Table:
    """People by distance from the nearest hazard area; the rows hold one another, but for those inside."""
    rows = sorted(near, key=lambda row: row.within_m)
    return {
        "id": table_id,
        "caption": "People by distance from the nearest hazard area, each row includes the one above, but nobody "
        f"inside: {title}. {modelled(tier)}",
        "headings": ("Where they live", *_reach_headings(tier)),
        "texts": (),
        "rows": [_row(_distance(row.within_m), _reach_cells(row.reach)) for row in rows],
    }


def disputed_table(table_id: str, title: str, roads: Sequence[DisputedRoad], tier: Tier) -> Table:
    """The stretches of road inside hazard areas on which most people depend."""
    first = f", the first {MOST_LISTED} of {len(roads):,}" if len(roads) > MOST_LISTED else ""
    return {
        "id": table_id,
        "caption": f"Roads inside hazard areas, most people depending first{first}: {title}. {modelled(tier)}",
        "headings": (
            "Stretch",
            "Hazard area or group",
            "Class of road",
            "Ids in the source",
            "Length",
            "People depending",
        ),
        "texts": (2, 3),
        "rows": [
            _row(
                f"Stretch {road.stretch_id}",
                (
                    f"{road.cluster_id}",
                    road.road_classes or "not given",
                    road.source_ids or "not given",
                    length_in_words(road.length_km * _METRES_PER_KM),
                    people_in_words(road.people_depending),
                ),
            )
            for road in roads[:MOST_LISTED]
        ],
    }


def cluster_table(
    table_id: str, title: str, clusters: Sequence[Cluster], tier: Tier, drawn: Mapping[int, int]
) -> Table:
    """The clusters whose release alone would give most."""
    place, band = threshold_place(tier), minutes_in_words(threshold_band(tier))
    first = f", the first {MOST_LISTED} of {len(clusters):,}" if len(clusters) > MOST_LISTED else ""
    return {
        "id": table_id,
        "caption": f"Hazard areas by what releasing each alone would give{first}: {title}. {modelled(tier)}",
        "headings": (
            "Area or group",
            "Lies in",
            "Rank",
            "Kind",
            "Outline",
            "Areas",
            "Size",
            f"More people within {band}",
            "People quicker",
            "Person-hours saved each way",
            "People with a way at last",
            "People inside",
            "Step",
        ),
        "texts": (1, 3, 4),
        "rows": [
            _row(
                cluster_name(cluster),
                (
                    cluster.place or "no area",
                    f"{cluster.rank:,}",
                    kinds_in_words(cluster.kinds),
                    outline_in_words(cluster, drawn) or "as recorded",
                    f"{cluster.gain.area_count:,}",
                    area_in_words(cluster.gain.area_km2),
                    people_in_words(cluster.gain.newly_within[place]),
                    people_in_words(cluster.gain.people_gaining),
                    hours_cell(cluster.gain.person_minutes_gained),
                    people_in_words(cluster.gain.reconnected),
                    people_in_words(cluster.gain.people_inside),
                    "none" if cluster.step is None else f"{cluster.step}",
                ),
            )
            for cluster in clusters[:MOST_LISTED]
        ],
    }


def step_table(
    table_id: str, title: str, steps: Sequence[ClearanceStep], clusters: Sequence[Cluster], tier: Tier
) -> Table:
    """The joint steps with their gains, each on top of those before, and added up."""
    place, band = threshold_place(tier), minutes_in_words(threshold_band(tier))
    lies_in = {str(cluster.cluster_id): f" in {cluster.place}" for cluster in clusters if cluster.place}
    newly = list(accumulate(step.gain.newly_within[place] for step in steps))
    minutes = list(accumulate(step.gain.person_minutes_gained for step in steps))
    reconnected = list(accumulate(step.gain.reconnected for step in steps))
    return {
        "id": table_id,
        "caption": f"Joint steps of release, each on top of those before: {title}. {modelled(tier)}",
        "headings": (
            "Step",
            "Areas or groups released",
            "Areas",
            "Size",
            "People inside",
            f"More people within {band}",
            f"More within {band}, so far",
            "Person-hours saved each way",
            "Person-hours saved, so far",
            "People with a way at last",
            "With a way, so far",
        ),
        "texts": (1,),
        "rows": [
            _row(
                "All other areas together" if step.is_rest else f"Step {step.step}",
                (
                    "all that no step names" if step.is_rest else _released(step, lies_in),
                    f"{step.gain.area_count:,}",
                    area_in_words(step.gain.area_km2),
                    people_in_words(step.gain.people_inside),
                    people_in_words(step.gain.newly_within[place]),
                    people_in_words(newly[row]),
                    hours_cell(step.gain.person_minutes_gained),
                    hours_cell(minutes[row]),
                    people_in_words(step.gain.reconnected),
                    people_in_words(reconnected[row]),
                ),
            )
            for row, step in enumerate(steps)
        ],
    }


def cluster_cells(cluster: Cluster, tier: Tier, drawn: Mapping[int, int]) -> tuple[tuple[str, str], ...]:
    """What there is to say of a cluster, as (label, text)."""
    place, band = threshold_place(tier), minutes_in_words(threshold_band(tier))
    gain = cluster.gain
    rows = (
        ("Lies in", cluster.place),
        ("Rank", f"{cluster.rank:,}"),
        ("Kind", kinds_in_words(cluster.kinds)),
        ("Outline", outline_in_words(cluster, drawn)),
        ("Areas", f"{gain.area_count:,}"),
        ("Size", area_in_words(gain.area_km2)),
        (f"More people within {band}", people_in_words(gain.newly_within[place])),
        ("People quicker", people_in_words(gain.people_gaining)),
        ("Saved each way", person_hours(gain.person_minutes_gained)),
        ("People with a way at last", people_in_words(gain.reconnected)),
        ("People inside", people_in_words(gain.people_inside)),
        ("Step", "none" if cluster.step is None else f"{cluster.step}"),
        ("Figures", modelled(tier)),
    )
    return tuple((label, said) for label, said in rows if said)


def stretch_cells(road: DisputedRoad, tier: Tier) -> tuple[tuple[str, str], ...]:
    """What there is to say of a stretch of road inside a hazard area, as (label, text)."""
    return (
        ("People depending", people_in_words(road.people_depending)),
        ("Length", length_in_words(road.length_km * _METRES_PER_KM)),
        ("Class of road", road.road_classes or "not given"),
        ("Hazard area or group", f"{road.cluster_id}"),
        ("Ids in the source", road.source_ids or "not given"),
        ("Figures", modelled(tier)),
    )


def hours_cell(person_minutes: float) -> str:
    """Person-hours in a column whose heading names them."""
    return person_hours(person_minutes).rsplit(" ", 1)[0]


def share_cell(people: float, everyone: float) -> str:
    """People with their share of everyone in the row."""
    said = people_in_words(people)
    if everyone <= 0 or people == 0 or said == FEWER_THAN_ONE:
        return said
    return f"{said} ({percent_in_words(people, everyone)})"


def _released(step: ClearanceStep, lies_in: Mapping[str, str]) -> str:
    """The clusters of a step, each with where it lies."""
    return ", ".join(f"{identity}{lies_in.get(identity, '')}" for identity in step.cluster_ids)


def _reach_headings(tier: Tier) -> tuple[str, ...]:
    within = [f"Within {minutes_in_words(band)}" for band in tier.bands_minutes]
    return ("People", *within, "No way", "Median", "9 in 10 within")


def _reach_cells(reach: Reach) -> tuple[str, ...]:
    return (
        people_in_words(reach.people),
        *(share_cell(people, reach.people) for people in reach.within),
        share_cell(reach.no_way, reach.people),
        minutes_in_words(reach.median_minutes, absence=NO_TIME),
        minutes_in_words(reach.p90_minutes, absence=NO_TIME),
    )


def _distance(within_m: float) -> str:
    if within_m <= 0:
        return "Inside a hazard area"
    return f"Outside, {limit_in_words(within_m)} or less from one"


def _row(name: str, cells: tuple[str, ...], kind: str = "") -> dict[str, Any]:
    return {"name": name, "cells": cells, "kind": kind}
