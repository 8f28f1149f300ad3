"""Parts of a report on where and why care is missing: areas, regions, reasons, priority, groups and certainty."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Final

from maps.gap_reports.columns import shown
from maps.gap_reports.reading import ReleaseTables
from maps.gap_reports.values import AREA, EVERYONE, NONE_THERE, NOT_ASKED, TOLD, WHOLE, Cell, Figure, Part, Place
from maps.need import INDICES, measure_label
from maps.release_values import Gap, Run
from maps.sentences import gap_definition
from maps.why import factor_of, how_to_ask, sure_sentence
from maps.words import counted, duration_in_words, lowered, minutes_in_words, people_in_words, percent_in_words

_TOTAL: Final = "total"  # the area_id of a row of all areas together
_REGION: Final = "region"
_LEAST_GROUP: Final = 0.5  # people: a group of fewer is nobody in whole people


def areas_part(tables: ReleaseTables, run: Run, place: Place) -> Part:
    """Each area of the study beside the others; of one area, that area."""
    tier = tables.tier
    shapes = {area.area_id: area.geometry for area in tier.areas}
    rows: list[dict[str, Cell]] = []
    outlines = []
    for row in run.access:
        if row.area_kind == WHOLE or (place.kind != WHOLE and (row.area_kind, row.area_id) != _key(place)):
            continue
        within = zip(tier.bands_minutes, row.within, strict=True)
        rows.append(
            {
                "area_id": row.area_id,
                "area_name": row.area_name,
                "population": row.people,
                **{f"population_within_{band:g}_min": people for band, people in within},
                "population_beyond_threshold": row.beyond_threshold,
                "population_no_way": row.no_way,
                **({"population_inside_hazards": row.inside_hazards} if run.has_hazards else {}),
                "median_minutes": row.median_minutes,
                "p90_minutes": row.p90_minutes,
            }
        )
        outlines.append(shapes.get(row.area_id) if row.area_kind == AREA else None)
    columns, told = shown(["areas"], tier.tier, rows)
    return Part(
        key="areas",
        title="Area by area" if place.kind == WHOLE else "The area",
        status=TOLD if told else NONE_THERE,
        columns=columns,
        rows=told,
        shapes=tuple(outlines),
        as_of=tier.as_of,
        name_column="area_name",
    )


def regions_in(tables: ReleaseTables, run: Run, place: Place) -> tuple[Gap, ...]:
    """The underserved regions of a run that have ground in the place, most people first."""
    if place.kind == WHOLE:
        return run.gaps
    named = {region.region_id: region.area_names.split(";") for region in tables.why.of(run.key).regions}
    found = (gap for gap in run.gaps if place.name in named.get(gap.gap_id, [gap.area_name]))
    alike = [area for area in tables.tier.areas if area.name == place.name]
    if place.kind != AREA or len(alike) < 2:  # noqa: PLR2004 - names tell areas apart, unless two are called alike
        return tuple(found)
    own = next(area.geometry for area in alike if area.area_id == place.place_id)
    return tuple(gap for gap in found if gap.geometry.intersects(own))


def regions_part(tables: ReleaseTables, run: Run, gaps: tuple[Gap, ...], place: Place) -> Part:
    """The underserved regions with what is the matter in each; without [reasons] their size alone."""
    tier = tables.tier
    told = {region.region_id: region for region in tables.why.of(run.key).regions}
    has_reasons = "tables/regions.csv" in tables.why.files
    rows: list[dict[str, Cell]] = []
    for gap in gaps:
        row: dict[str, Cell] = {
            "region_id": gap.gap_id,
            "region_name": gap.name,
            "area_names": gap.area_name,
            "people": gap.people,
            "area_km2": gap.area_km2,
            "median_minutes": gap.median_minutes,
            "worst_minutes": gap.worst_minutes,
            "people_no_way": gap.people_no_way,
            "nearest_centre_name": gap.nearest_centre or "",
            **({"people_by_hazards": gap.people_by_hazards} if run.has_hazards else {}),
        }
        region = told.get(gap.gap_id)
        if has_reasons:
            row |= {
                "people_in_need": math.nan if region is None else region.people_in_need,
                "person_hours_beyond": math.nan if region is None else region.person_hours,
                "need_hours_beyond": math.nan if region is None else region.need_hours,
                "main_factor": "" if region is None else factor_of(region.main_factor).label,
                "reasons_sentence": "" if region is None else region.reasons,
                "change_sentence": "" if region is None else region.change,
            }
            row["area_names"] = gap.area_name if region is None else "; ".join(region.area_names.split(";"))
        rows.append(row)
    columns, shown_rows = shown(["regions", "gaps"], tier.tier, rows)
    said = [gap_definition(tier)]
    if not gaps:
        said.append("None has ground here.")
    elif place.kind != WHOLE:
        said.append("People, ground and hours are those of a whole region, also where it reaches beyond this place.")
    if not has_reasons:
        said.append(how_to_ask(tier, "reasons", "the reasons of regions"))
    return Part(
        key="regions",
        title="Underserved regions",
        status=TOLD if gaps else NONE_THERE,
        sentences=tuple(said),
        columns=columns,
        rows=shown_rows,
        shapes=tuple(gap.geometry for gap in gaps),
        as_of=tier.as_of,
        name_column="region_name",
    )


def reasons_part(tables: ReleaseTables, run: Run, place: Place) -> Part:
    """By how much each reason lengthens the ways of the place, in hours beyond the threshold."""
    tier, title = tables.tier, "Why people of this place are beyond the threshold"
    if "tables/reasons.csv" not in tables.why.files:
        return _not_asked("reasons", title, how_to_ask(tier, "reasons", "the reasons of places"))
    asked = [each for each in tables.why.of(run.key).reasons_of(place.kind, place.place_id) if each.is_active]
    rows: list[dict[str, Cell]] = [
        {
            "factor": factor_of(each.factor).label,
            "share": each.share,
            "person_hours": each.person_hours,
            "people_within_alone": each.people_alone,
            "people_beyond": each.people_beyond,
            "note": each.note,
        }
        for each in asked
    ]
    lead = max(asked, key=lambda each: -math.inf if math.isnan(each.share) else each.share, default=None)
    said = ["Parts add up to the hours that people of the place lose beyond the threshold, one way."]
    if lead is not None and lead.share > 0:
        part = percent_in_words(lead.share, 1)
        said.append(f"The greatest part, {part}, comes from {lowered(factor_of(lead.factor).label)}.")
    elif not asked or all(math.isnan(each.share) for each in asked):
        said = ["Nobody of this place is beyond the threshold, or no reasons are told of this run."]
    return _part("reasons", title, said, shown(["reasons"], tier.tier, rows), as_of=tier.as_of, name="factor")


def priorities_part(tables: ReleaseTables, run: Run, gaps: tuple[Gap, ...]) -> Part:
    """Which of the regions comes first, by the score of the study."""
    tier, title = tables.tier, "Which region comes first"
    if "tables/priorities.csv" not in tables.why.files:
        return _not_asked("priorities", title, how_to_ask(tier, "priority", "a score of which region comes first"))
    here = {gap.gap_id for gap in gaps}
    rows: list[dict[str, Cell]] = [
        {
            "rank": each.rank,
            "region_id": each.region_id,
            "region_name": each.name,
            "score": each.score,
            "share_first_by_weights": each.share_first,
            "share_top3_by_weights": each.share_top3,
        }
        for each in tables.why.of(run.key).priorities
        if each.region_id in here
    ]
    said = [f"Ranks are among the {counted(len(run.gaps), 'region')} of the run; 1 comes first."]
    content = shown(["priorities"], tier.tier, rows)
    return _part("priorities", title, said, content, as_of=tier.as_of, name="region_name")


def fairness_part(tables: ReleaseTables, run: Run, place: Place, figures: tuple[Figure, ...]) -> Part:
    """Who is worst off in the place, and how unequal times are in it."""
    tier, title = tables.tier, "Who is worst off"
    if not tables.need.groups and not tables.need.fairness:
        return _not_asked("fairness", title, how_to_ask(tier, "demand", "groups of people and fairness"))
    area_id = _TOTAL if place.kind == WHOLE else place.place_id
    rows: list[dict[str, Cell]] = [
        {
            "measure": _measure(each.measure, each.note),
            "group": tables.need.group_label(each.group),
            "other_group": tables.need.group_label(each.other_group) if each.other_group else "",
            "value": each.value,
            "other_value": each.other_value,
            "difference": each.difference,
            "unit": each.unit,
            "denominator": each.denominator,
            "note": each.note,
        }
        for each in tables.need.fairness
        if each.run == run.key and each.area_id == area_id and (each.group == EVERYONE or each.other_group)
    ]
    said = [_worst_off(figures, tier.threshold_minutes)]
    return _part("fairness", title, said, shown(["fairness"], tier.tier, rows), as_of=tier.as_of, name="measure")


def families_part(tables: ReleaseTables, run: Run, place: Place) -> Part:
    """The people around survivors in the place: estimates, each from a low to a high."""
    tier, title = tables.tier, "Communities and families"
    told = [each for each in tables.need.families if each.run == run.key]
    if not tables.need.families:
        gives = "estimates of communities and families"
        return _not_asked("families", title, how_to_ask(tier, "demand", gives))
    area_id = _TOTAL if place.kind == WHOLE else place.place_id
    rows: list[dict[str, Cell]] = [
        {
            "kind": each.kind,
            "people_low": each.low_people,
            "people": each.people,
            "people_high": each.high_people,
            "status": each.status,
            "source": each.source,
            "note": each.note,
        }
        for each in told
        if each.area_id == area_id
    ]
    content = shown(["families"], tier.tier, rows)
    empty = ("This release estimates them for the whole study alone, or not for this run.",)
    return _part("families", title, () if rows else empty, content, as_of=tier.as_of, name="kind")


def certainty_part(tables: ReleaseTables, run: Run, place: Place, gaps: tuple[Gap, ...]) -> Part:
    """How sure it is of the place and its regions that they are beyond the threshold."""
    tier, title = tables.tier, "How sure that is"
    if "tables/certainty.csv" not in tables.why.files:
        return _not_asked("certainty", title, how_to_ask(tier, "uncertainty", "how sure figures are"))
    told = tables.why.of(run.key)
    own = told.sureness_of(place.kind, place.place_id)
    regions = (told.sureness_of(_REGION, gap.gap_id) for gap in gaps)
    found = [each for each in (own, *regions) if each is not None]
    rows: list[dict[str, Cell]] = [
        {
            "place_kind": each.place_kind,
            "place_id": each.place_id,
            "place_name": each.place_name,
            "people": each.people,
            "surely_beyond": each.surely_beyond,
            "perhaps_beyond": each.perhaps_beyond,
            "surely_within": each.surely_within,
            "people_could_change": each.could_change,
            "share_underserved": each.beyond_share,
            "draws": each.draws,
        }
        for each in found
    ]
    said = [sure_sentence(own, tier.threshold_minutes)] if own is not None else []
    if not found:
        said = ["The release tells no certainty of this place in this run."]
    return _part("certainty", title, said, shown(["certainty"], tier.tier, rows), as_of=tier.as_of, name="place_name")


def _worst_off(figures: tuple[Figure, ...], threshold_minutes: float) -> str:
    """The group of which the greatest share is beyond the threshold, beside everyone."""
    shares = [
        each
        for each in figures
        if each.measure == "beyond_threshold_share" and each.group != EVERYONE and each.denominator >= _LEAST_GROUP
    ]
    known = [each for each in shares if not math.isnan(each.value)]
    threshold = duration_in_words(threshold_minutes)
    if not known:
        return "Groups of people are not told of this run in this place."
    worst = max(known, key=lambda each: each.value)
    if worst.value <= 0:
        return f"Of no group is anybody beyond {threshold}."
    share = percent_in_words(worst.value, 1)
    people = people_in_words(worst.denominator)
    same = [each.group_label for each in known if each.value == worst.value and each is not worst]
    beside = f", and as great in {counted(len(same), 'other group')}" if same else ""
    everyone = next((each for each in figures if each.measure == "p90_minutes" and each.group == EVERYONE), None)
    ends = ""
    if everyone is not None and not math.isnan(everyone.value):
        need = f"Nine in ten of everyone need at most {minutes_in_words(everyone.value)}."
        ends = f" {need}" if math.isfinite(everyone.value) else " One in ten or more of everyone have no time."
    most = f"The share not within {threshold} is greatest in the group {worst.group_label}"
    return f"{most}: {share} of {people}{beside}.{ends}"


def _measure(measure: str, note: str) -> str:
    """An index by its name; a gap between groups by what it is a gap of, which its note tells first."""
    if measure == "gap":
        return f"Gap between groups: {lowered(measure_label(note.split(';', maxsplit=1)[0].strip()))}"
    return INDICES[measure][0] if measure in INDICES else measure_label(measure)


def _part(  # noqa: PLR0913 - what a part is made of
    key: str,
    title: str,
    sentences: Iterable[str],
    content: tuple[Any, tuple[Mapping[str, Any], ...]],
    *,
    as_of: str,
    name: str,
) -> Part:
    columns, rows = content
    return Part(
        key=key,
        title=title,
        status=TOLD if rows else NONE_THERE,
        sentences=tuple(sentences),
        columns=columns,
        rows=rows,
        as_of=as_of,
        name_column=name if any(column.name == name for column in columns) else "",
    )


def _not_asked(key: str, title: str, why: str) -> Part:
    return Part(key=key, title=title, status=NOT_ASKED, sentences=(why,))


def _key(place: Place) -> tuple[str, str]:
    return place.kind, place.place_id
