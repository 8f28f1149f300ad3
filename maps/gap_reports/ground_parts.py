"""Parts of a report on the ground: centres, what recorded hazards do, and how old the inputs are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import shapely

from maps.effects_values import Cluster
from maps.gap_reports.columns import shown
from maps.gap_reports.reading import ReleaseTables
from maps.gap_reports.values import AREA, NONE_THERE, NOT_ASKED, NOT_SHOWN, OUTSIDE, TOLD, WHOLE, Cell, Part, Place
from maps.hazard_sentences import hazard_sentences, inside_sentence
from maps.release_values import Access, Gap, Run, Tier
from maps.sentences import hazards_note
from maps.why import how_to_ask
from maps.words import counted
from maps.worlds import centres_serving

_DIRECTORY: Final = (
    "days_open",
    "fee",
    "step_free",
    "female_staff",
    "transport_support",
    "capacity_per_year",
    "capacity_unit",
    "last_verified",
    "is_verified",
)
_HAZARDS: Final = "What recorded hazards do"


def centres_part(tables: ReleaseTables, run: Run, place: Place, gaps: tuple[Gap, ...]) -> Part:
    """The centres that serve the run: those in the place first, then those that are nearest to its regions."""
    tier = tables.tier
    serving = centres_serving(run.key, tier)
    own = {area.area_id: area.geometry for area in tier.areas}.get(place.place_id) if place.kind == AREA else None
    nearest = {gap.nearest_centre for gap in gaps}
    inside = [each for each in serving if own is not None and own.covers(shapely.Point(each.lon, each.lat))]
    told = serving if place.kind == WHOLE else [*inside, *(each for each in serving if _is_new(each, inside, nearest))]
    entries = {entry.centre_id: entry.fields for entry in tables.need.directory}
    rows = []
    for centre in told:
        fields = entries.get(centre.centre_id, {})
        row: dict[str, Any] = {"id": centre.centre_id, "name": centre.name, "level": centre.level}
        row |= {"lon": centre.lon, "lat": centre.lat}
        row |= {name: fields.get(name, "") for name in _DIRECTORY if entries}
        rows.append(row)
    said = [f"{counted(len(serving), 'centre')} in the study can be chosen in this run."]
    if place.kind != WHOLE:
        said.append(f"{counted(len(inside), 'centre')} in this place; the others listed are nearest to its regions.")
    columns, shown_rows = shown(["centres", "directory"], tier.tier, rows)
    return Part(
        key="centres",
        title="Centres",
        status=TOLD if shown_rows else NONE_THERE,
        sentences=tuple(said),
        columns=columns,
        rows=shown_rows,
        as_of=tier.as_of,
        name_column="name",
    )


def _is_new(centre: Any, inside: list[Any], nearest: set[str | None]) -> bool:
    return centre not in inside and centre.name in nearest


def hazards_part(tables: ReleaseTables, run: Run, place: Place) -> Part:
    """Who lives inside recorded hazards, what releasing all would change, and what releasing each would."""
    tier = tables.tier
    if not tier.hazards_published:
        note = hazards_note(tier, page="report")
        return Part(key="hazards", title=_HAZARDS, status=NOT_SHOWN, sentences=(note,))
    if not run.has_hazards:
        is_twin = any(replace(run.key, hazards=each.key.hazards) == each.key and each.has_hazards for each in tier.runs)
        said = "In this run every way is computed as if all hazard areas were released."
        other = " The run with hazards as recorded tells what they do." if is_twin else ""
        return Part(key="hazards", title=_HAZARDS, status=NOT_ASKED, sentences=(f"{said}{other}",))
    row, released = row_of(run, place), released_row(tier, run, place)
    said_of_place = [inside_sentence(row), *(hazard_sentences(row, released, tier) if released is not None else [])]
    clusters = [each for each in tier.effects.clusters.get(run.key, ()) if _is_in(each, tables, place)]
    if not tier.effects.clusters:
        said_of_place.append(how_to_ask(tier, "hazards", "what releasing each area would change"))
    elif not clusters:
        said_of_place.append("No recorded hazard area of the ranking is in this place; that does not mean it is safe.")
    columns, rows = shown(["clearance"], tier.tier, [_cluster_row(each, tier) for each in clusters])
    return Part(
        key="hazards",
        title=_HAZARDS,
        status=TOLD,
        sentences=tuple(said_of_place),
        columns=columns,
        rows=rows,
        shapes=tuple(each.geometry for each in clusters),
        as_of=tier.as_of,
        name_column="area_ids",
    )


def data_age_part(tables: ReleaseTables) -> Part:
    """How old the inputs are on the day of the study."""
    tier = tables.tier
    if "tables/data_age.csv" not in tables.why.files:
        why = how_to_ask(tier, "uncertainty", "how old its inputs are")
        return Part(key="data_age", title="How old the data are", status=NOT_ASKED, sentences=(why,))
    rows: list[dict[str, Cell]] = [
        {"input": each.input, "what": each.what, "date": each.date, "age_years": each.age_years, "note": each.note}
        for each in tables.why.data_age
    ]
    columns, told = shown(["data_age"], tier.tier, rows)
    return Part(
        key="data_age",
        title="How old the data are",
        status=TOLD if told else NONE_THERE,
        columns=columns,
        rows=told,
        as_of=tier.as_of,
        name_column="input",
    )


def row_of(run: Run, place: Place) -> Access:
    """The row of a place in a run."""
    return next(row for row in run.access if (row.area_kind, row.area_id) == (place.kind, place.place_id))


def released_row(tier: Tier, run: Run, place: Place) -> Access | None:
    """The row of the same place in the run without hazards, for a run with them; None where there is none."""
    if not run.has_hazards:
        return None
    twin = (each for each in tier.runs if not each.has_hazards and each.key.question == run.key.question)
    return next((row_of(each, place) for each in twin), None)


def _is_in(cluster: Cluster, tables: ReleaseTables, place: Place) -> bool:
    if place.kind == WHOLE:
        return True
    if cluster.geometry is None:
        return cluster.place == place.name
    touched = tables.area_tree.query(cluster.geometry, predicate="intersects")
    ids = {tables.tier.areas[int(number)].area_id for number in touched}
    return not ids if place.kind == OUTSIDE else place.place_id in ids


def _cluster_row(cluster: Cluster, tier: Tier) -> dict[str, Any]:
    gain = cluster.gain
    within = zip(tier.bands_minutes, gain.newly_within, strict=True)
    return {
        "rank": cluster.rank,
        "cluster_id": str(cluster.cluster_id),
        "kinds": cluster.kinds,
        "area_ids": "; ".join(cluster.area_ids),
        "area_names": cluster.area_names,
        "area_count": gain.area_count,
        "area_km2": gain.area_km2,
        "people_inside": gain.people_inside,
        "people_gaining": gain.people_gaining,
        "people_reconnected": gain.reconnected,
        "person_minutes_gained": gain.person_minutes_gained,
        **{f"people_newly_within_{band:g}_min": people for band, people in within},
    }
