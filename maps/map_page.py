"""The map page: Leaflet by way of folium, in one file that opens without a network."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from html import escape
from typing import Any, Final, cast

import folium
from branca.element import Element, Figure
from folium.map import CustomPane
from folium.utilities import JsCode
from markupsafe import Markup

from maps.classes import MinutesClass, minutes_classes
from maps.difference_layers import difference_data
from maps.effects_layers import PANES, add_effects, effect_variables, effects_legend, effects_list
from maps.effects_sentences import modelled
from maps.inline import leaflet_script, leaflet_style, page_environment, template_text
from maps.input_sentences import is_study_file, told_sources
from maps.languages import page_words
from maps.map_layers import (
    area_features,
    centre_features,
    gap_features,
    half_cell_degrees,
    hazard_features,
    largest_hazards,
    shown_areas,
)
from maps.moving_threshold import (
    Reach,
    control_data,
    draw_run_pictures,
    read_moving,
    statuses_in,
    step_overlay,
    told_rows,
)
from maps.pictures import Picture
from maps.release_values import Gap, Run, Tier
from maps.sentences import (
    Question,
    gap_definition,
    hazards_note,
    headline,
    list_questions,
    run_label,
    subtitle,
)
from maps.survivors_sentences import map_note
from maps.tables import access_cells, access_columns, is_confirmed, service_in_words
from maps.why import (
    SURE_PANES,
    WhyTables,
    add_sureness,
    region_popups,
    sure_data,
    sure_legend,
    sure_variables,
)
from maps.words import date_in_words, minutes_in_words, name_in_words, people_in_words
from maps.worlds import centres_of_pillar, centres_serving, pillar_name, served_pillars

MOST_REGIONS: Final = 1000  # of one run in a page; more make it slow
MOST_HAZARDS: Final = 10_000  # outlines in a page
GAP_COLOUR: Final = "#ff7a00"
HAZARD_COLOUR: Final = "#c00000"  # viridis and the pillars have no red
PILLAR_COLOURS: Final = ("#ffffff", "#56b4e9", "#f5a3cf", "#d55e00", "#f0e442", "#777777")
_PANES: Final = {"areas": 410, "hazards": 420, "gaps": 430, "centres": 450} | PANES | SURE_PANES
_NOTHING_TOLD: Final = WhyTables()
_BIND: Final = JsCode("nearcare.bind")


def draw_map_page(tier: Tier, why: WhyTables = _NOTHING_TOLD) -> str:
    """The HTML of ``map.html``; ``why``: what the tier tells of reasons and certainty."""
    classes = minutes_classes(tier.bands_minutes)
    shown = [(question, run) for question in list_questions(tier) for run in question.runs]
    reach = read_moving(tier)
    steps = reach.steps_minutes
    pictures = draw_run_pictures([run for _, run in shown], steps)
    used = statuses_in(pictures, steps_count=len(steps), bands_count=len(tier.bands_minutes))
    figure, names = _draw_layers(tier, why, shown, pictures)
    pillars = served_pillars(tier)
    coarser = max(picture.cells_per_pixel for picture in pictures)
    return (
        page_environment()
        .get_template("map.html.j2")
        .render(
            tier=tier,
            subtitle=subtitle(tier),
            made_on=date_in_words(tier.created_utc),
            hazards_note=hazards_note(tier, page="map"),
            survivors_note=map_note(tier),
            gap_definition=gap_definition(tier),
            last_band=minutes_in_words(tier.bands_minutes[-1]),
            coarser=f"{coarser:.0f}" if coarser > 1 else "",
            say=page_words("en").say,
            classes=_listed(classes[: len(tier.bands_minutes) + 1]),
            statuses=_listed(each for each in classes if each.code in used),
            is_without_steps=steps == tier.bands_minutes,
            pillars=[
                {"name": pillar_name(pillar, tier), "colour": _pillar_colour(place)}
                for place, pillar in enumerate(pillars)
            ],
            gap_colour=GAP_COLOUR,
            hazard_colour=HAZARD_COLOUR,
            hazards_left_out=f"{max(0, len(tier.hazards) - MOST_HAZARDS):,}",
            hazard_count=f"{len(tier.hazards):,}",
            has_gaps=any(run.gaps for _, run in shown),
            has_confirmed=any(is_confirmed(hazard) for hazard in tier.hazards),
            has_unconfirmed=any(not is_confirmed(hazard) for hazard in tier.hazards),
            runs=[_run_list(question, run) | {"effects": effects_list(run, tier)} for question, run in shown],
            effects=effects_legend(tier, [run for _, run in shown]),
            sure=sure_legend(tier, [run for _, run in shown]),
            modelled=modelled(tier),
            centres=[
                {
                    "id": centre.centre_id,
                    "pillar": centre.pillars[0],
                    "name": centre.name or f"Centre {centre.centre_id}",
                    "service": service_in_words(centre),
                }
                for centre in tier.centres
            ],
            areas=[{"id": area.area_id, "name": area.name} for area in shown_areas(tier)],
            sources=[
                {
                    "role": name_in_words(source.role.replace("[", "").replace("]", ",")),
                    "source": source.source or source.file,
                    "licence": source.licence or "not given",
                    "date": date_in_words(source.date) if source.date else "not given",
                }
                for source in told_sources(tier)
                if not is_study_file(source)
            ],
            leaflet_css=leaflet_style(),
            map_css=template_text("map.css"),
            steps_css=template_text("steps.css"),
            leaflet_js=leaflet_script(),
            steps_js=template_text("steps.js"),
            map_js=template_text("map.js"),
            map_html=Markup(_named(figure.html.render(), names)),  # noqa: S704  folium's own markup
            map_script=Markup(_named(figure.script.render(), names)),  # noqa: S704  folium escapes what it is given
            names=_variables(tier, shown, pillars),
            data=_page_data(tier, shown, reach),
        )
    )


def _draw_layers(
    tier: Tier, why: WhyTables, shown: list[tuple[Question, Run]], pictures: list[Picture]
) -> tuple[Figure, dict[str, str]]:
    """Folium's figure, rendered, and the plain name of each variable in its script."""
    page = folium.Map(tiles=None, zoom_start=8, zoom_snap=0.25, zoom_delta=0.5)
    page.default_js, page.default_css = [], []
    names = {page.get_name(): "nearcare_map"}
    for pane, z_index in _PANES.items():
        page.add_child(CustomPane(pane, z_index=z_index, pointer_events=True))
    for place, ((question, run), picture) in enumerate(zip(shown, pictures, strict=True)):
        overlay = step_overlay(picture, label=escape(run_label(run, question)), is_shown=place == 0)
        names[overlay.get_name()] = f"run_{place}"
        page.add_child(overlay)
    tolerance = half_cell_degrees(tier)
    if shown_areas(tier):
        areas = _area_layer(tier, tolerance)
        names[areas.get_name()] = "areas"
        page.add_child(areas)
    if tier.hazards:
        page.add_child(_hazard_layer(tier, tolerance))
    regions = folium.FeatureGroup(name="Underserved regions")
    names[regions.get_name()] = "underserved_regions"
    page.add_child(regions)
    for place, (_, run) in enumerate(shown):
        if run.gaps:
            layer = _gap_layer(run, tolerance, why, tier)
            names[layer.get_name()] = f"gaps_{place}"
            page.add_child(layer)
    names |= add_sureness(page, tier, [run for _, run in shown], [run_label(run, question) for question, run in shown])
    names |= add_effects(page, tier, [run for _, run in shown], tolerance)
    for place, pillar in enumerate(served_pillars(tier)):
        layer = _centre_layer(tier, pillar, place)
        names[layer.get_name()] = f"centres_{place}"
        page.add_child(layer)
    page.fit_bounds(
        [
            [min(picture.south for picture in pictures), min(picture.west for picture in pictures)],
            [max(picture.north for picture in pictures), max(picture.east for picture in pictures)],
        ]
    )
    control = folium.LayerControl(autoZIndex=False)
    control.options["collapsed"] = cast("Any", JsCode("window.innerWidth < 880"))  # on a phone, behind a button
    page.add_child(control)
    figure = page.get_root()
    assert isinstance(figure, Figure)  # noqa: S101  folium.Map makes one for itself
    figure.render()
    return figure, names | other_names(page, names)


def _area_layer(tier: Tier, tolerance: float) -> folium.GeoJson:
    return folium.GeoJson(
        area_features(shown_areas(tier), tolerance_degrees=tolerance),
        name="Outlines of areas",
        style_function=lambda _: {"color": "#3a3a3a", "weight": 0.8, "fillColor": "#ffffff", "fillOpacity": 0},
        on_each_feature=JsCode("nearcare.bindArea"),
        pane="areas",
    )


def _hazard_layer(tier: Tier, tolerance: float) -> folium.GeoJson:
    return folium.GeoJson(
        hazard_features(
            largest_hazards(tier.hazards, MOST_HAZARDS), tolerance_degrees=tolerance, is_confirmed=is_confirmed
        ),
        name="Recorded hazard areas",
        style_function=lambda feature: {
            "color": HAZARD_COLOUR,
            "weight": 1.2,
            "dashArray": "4 3" if feature["properties"]["suspected"] else None,
            "fillColor": "url(#hazard-suspected)" if feature["properties"]["suspected"] else "url(#hazard-recorded)",
            "fillOpacity": 1,
        },
        on_each_feature=_BIND,
        pane="hazards",
    )


def _gap_layer(run: Run, tolerance: float, why: WhyTables, tier: Tier) -> folium.GeoJson:
    told = region_popups(why, run, tier)
    return folium.GeoJson(
        gap_features(_shown_gaps(run), run, tolerance_degrees=tolerance, told=told),
        control=False,
        show=False,
        style_function=lambda _: {"color": GAP_COLOUR, "weight": 2.5, "fillColor": GAP_COLOUR, "fillOpacity": 0.08},
        on_each_feature=_BIND,
        pane="gaps",
    )


def _centre_layer(tier: Tier, pillar: str, place: int) -> folium.GeoJson:
    centres = centres_of_pillar(tier, pillar)
    marker = folium.CircleMarker(radius=7, fill=True)
    marker.options["pane"] = "centres"
    return folium.GeoJson(
        centre_features(centres),
        name=escape(f"Centres: {pillar_name(pillar, tier)} ({len(centres)})"),
        marker=marker,
        style_function=lambda _: {
            "color": "#000000",
            "weight": 2.5,
            "fillColor": _pillar_colour(place),
            "fillOpacity": 1,
        },
        on_each_feature=_BIND,
    )


def _pillar_colour(place: int) -> str:
    return PILLAR_COLOURS[place % len(PILLAR_COLOURS)]


def _shown_gaps(run: Run) -> tuple[Gap, ...]:
    return run.gaps[:MOST_REGIONS]


def _run_list(question: Question, run: Run) -> dict[str, Any]:
    return {
        "label": run_label(run, question),
        "gap_count": len(run.gaps),
        "gaps": [
            {
                "id": gap.gap_id,
                "name": gap.name,
                "people": people_in_words(gap.people),
                "worst": minutes_in_words(gap.worst_minutes),
            }
            for gap in _shown_gaps(run)
        ],
    }


def _variables(tier: Tier, shown: list[tuple[Question, Run]], pillars: tuple[str, ...]) -> dict[str, Any]:
    """The names that the page's last script hands on."""
    return {
        "runs": [f"run_{place}" for place in range(len(shown))],
        "gaps": [f"gaps_{place}" if run.gaps else "null" for place, (_, run) in enumerate(shown)],
        "centres": {pillar: f"centres_{place}" for place, pillar in enumerate(pillars)},
        "areas": "areas" if shown_areas(tier) else "null",
        "by_run": effect_variables(tier, [run for _, run in shown]) | sure_variables([run for _, run in shown]),
        "differences": [f"difference_{place}" for place in range(len(difference_data(tier)))],
    }


def _listed(classes: Iterable[MinutesClass]) -> list[dict[str, str]]:
    return [{"label": each.label, "background": each.background} for each in classes]


def _page_data(tier: Tier, shown: list[tuple[Question, Run]], reach: Reach) -> dict[str, Any]:
    """What the page's script knows: text alone, so that no number is formatted twice; but people within each step."""
    return {
        "disclaimer": " ".join(tier.disclaimers[:2]),
        "mapLabel": f"Map of {tier.study}. The lists beside it and the report say the same in words.",
        "steps": control_data(reach.steps_minutes, tier.bands_minutes, language="en", has_all=True),
        "differences": difference_data(tier),
        "sure": sure_data(),
        "runs": [
            {
                "label": run_label(run, question),
                "pillar": run.key.pillar,
                "absent": _absent(run, tier),
                "summary": headline(run.overall, tier, direction=run.key.direction),
                "reach": told_rows(row for row in reach.rows[run.key] if row.kind == "all"),
                "columns": list(access_columns(run, tier)),
                "areas": {row.area_id: list(access_cells(row, run)) for row in run.access if row.area_kind == "area"},
            }
            for question, run in shown
        ],
    }


def _absent(run: Run, tier: Tier) -> dict[str, list[str]]:
    """The ids of the centres of each pillar that do not serve it in the world of a run, though they do in another."""
    absent = {}
    for pillar in served_pillars(tier):
        serving = {centre.centre_id for centre in centres_serving(replace(run.key, pillar=pillar), tier)}
        every = [centre.centre_id for centre in centres_of_pillar(tier, pillar)]
        absent[pillar] = [centre_id for centre_id in every if centre_id not in serving]
    return absent


def other_names(page: Element, names: dict[str, str]) -> dict[str, str]:
    """Plain names for the rest of folium's random ones, so that one release gives one page to the last byte."""
    others: dict[str, str] = {}
    waiting = [page]
    while waiting:
        element = waiting.pop(0)
        waiting += element._children.values()  # noqa: SLF001  branca has no other way to its children
        if element.get_name() not in names:
            others.setdefault(element.get_name(), f"folium_{len(others)}")
    return others


def _named(script: str, names: dict[str, str]) -> str:
    for random_name, name in names.items():
        script = script.replace(random_name, name)
    return script
