"""Rows of figures as text: one set of words for the popups of the map and the tables of the report."""

from __future__ import annotations

import math
from dataclasses import dataclass

from accessibility.need import pillar_label
from maps.classes import (
    STATUS_BARRIER,
    STATUS_BEYOND_LIMIT,
    STATUS_INSIDE_HAZARD,
    STATUS_NO_LAND_DATA,
    STATUS_NO_WAY,
    MinutesClass,
    status_code,
)
from maps.clearance_sentences import DRAWN_FROM_POINT, is_drawn
from maps.release_values import Access, Centre, Gap, Hazard, Run, Tier
from maps.sentences import other_people
from maps.words import (
    FEWER_THAN_ONE,
    NO_TIME,
    NO_WAY,
    area_in_words,
    date_in_words,
    length_in_words,
    minutes_in_words,
    name_in_words,
    people_in_words,
    percent_in_words,
)

SINGLE_AREA_ID = "all"  # of a study without areas
_NOT_GIVEN = "unknown"
_POLICIES = {"block": "bars the way off roads", "slow": "slows the way off roads", "ignore": "is ignored"}
_HAZARD_KINDS = {"SHA": "Suspected hazardous area (SHA)", "CHA": "Confirmed hazardous area (CHA)"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The people of one class of minutes in one area."""

    minutes_class: MinutesClass
    people: float
    percent: float


def access_columns(run: Run, tier: Tier) -> tuple[str, ...]:
    """The headings of ``access_cells``."""
    within = [f"Within {minutes_in_words(band)}" for band in tier.bands_minutes]
    threshold = minutes_in_words(tier.threshold_minutes)
    by_hazards = [f"Not within {threshold} because of hazards"] if run.has_hazards else []
    inside = ["Inside hazard areas"] if run.has_hazards else []
    return (
        "People",
        *within,
        f"Over {minutes_in_words(tier.bands_minutes[-1])}",
        "No way",
        *inside,
        "No time for another reason",
        f"Not within {threshold}",
        *by_hazards,
        "Median",
        "9 in 10 within",
    )


def access_cells(access: Access, run: Run) -> tuple[str, ...]:
    """One row of access in words; every share is of the people of the row."""

    def share(people: float) -> str:
        said = people_in_words(people)
        if access.people <= 0 or people == 0 or said == FEWER_THAN_ONE:
            return said
        return f"{said} ({percent_in_words(people, access.people)})"

    absence = NO_TIME if other_people(access) + access.inside_hazards > 0 else NO_WAY
    return (
        people_in_words(access.people),
        *(share(people) for people in access.within),
        share(access.beyond_last),
        share(access.no_way),
        *([share(access.inside_hazards)] if run.has_hazards else []),
        share(other_people(access)),
        share(access.beyond_threshold),
        *([share(access.beyond_threshold_by_hazards)] if run.has_hazards else []),
        minutes_in_words(access.median_minutes, absence=absence),
        minutes_in_words(access.p90_minutes, absence=absence),
    )


def rows_by_need(run: Run) -> tuple[Access, ...]:
    """The rows of a run, those with most people beyond the threshold first, outside all areas and all last.

    A study without areas has the one area ``all``, which is the row of all people once more: it is
    left out, and so is nobody outside it.
    """
    rows = sorted(run.access, key=lambda row: (("area", "outside", "all").index(row.area_kind), -row.beyond_threshold))
    areas = [row for row in rows if row.area_kind == "area"]
    if [row.area_id for row in areas] != [SINGLE_AREA_ID]:
        return tuple(rows)
    return tuple(row for row in rows if row.area_kind == "all" or (row.area_kind == "outside" and row.people > 0))


def class_shares(access: Access, classes: tuple[MinutesClass, ...]) -> tuple[Share, ...]:
    """The people of one area by class, each person once, in the order of the classes; empty ones left out."""
    edges = (0.0, *access.within)
    people = [later - earlier for earlier, later in zip(edges, access.within, strict=False)]
    people.append(access.beyond_last)
    by_status = {
        STATUS_NO_WAY: access.no_way,
        STATUS_INSIDE_HAZARD: access.inside_hazards,
        STATUS_BARRIER: access.on_barrier,
        STATUS_NO_LAND_DATA: access.no_land_data,
        STATUS_BEYOND_LIMIT: access.beyond_limit,
    }
    by_code = dict(enumerate(people, start=1))
    by_code |= {status_code(status, band_count=len(access.within)): count for status, count in by_status.items()}
    return tuple(
        Share(minutes_class=each, people=by_code[each.code], percent=100 * by_code[each.code] / access.people)
        for each in classes
        if access.people > 0 and by_code[each.code] > 0
    )


def gap_cells(gap: Gap, run: Run) -> tuple[tuple[str, str], ...]:
    """What there is to say of an underserved region, as (label, text)."""
    absence = NO_WAY if gap.people_no_way > 0 else NO_TIME
    rows = [
        ("People", people_in_words(gap.people)),
        ("Area", area_in_words(gap.area_km2)),
        ("Longest way", minutes_in_words(gap.worst_minutes, absence=absence)),
        ("Median", minutes_in_words(gap.median_minutes, absence=absence)),
        ("People with no way", people_in_words(gap.people_no_way)),
        ("Nearest centre", gap.nearest_centre or absence),
    ]
    if run.has_hazards and not math.isnan(gap.people_by_hazards):
        rows.append(("People put there by hazards", people_in_words(gap.people_by_hazards)))
    return tuple(rows)


def centre_cells(centre: Centre) -> tuple[tuple[str, str], ...]:
    """What there is to say of a centre, as (label, text)."""
    rows = [("Service", service_in_words(centre))]
    if centre.level:
        rows.append(("Level", name_in_words(centre.level)))
    if centre.moved_m > 0:
        rows.append(("Counted at", f"the nearest cell one can walk on, {length_in_words(centre.moved_m)} away"))
    rows.append(("Id", centre.centre_id))
    return tuple(rows)


def service_in_words(centre: Centre) -> str:
    """The services of a centre, as many as it has."""
    return "; ".join(pillar_label(pillar) for pillar in centre.pillars)


def hazard_title(hazard: Hazard) -> str:
    """What kind of hazard area it is."""
    known = "" if hazard.kind.lower() == _NOT_GIVEN else name_in_words(hazard.kind)
    return _HAZARD_KINDS.get(hazard.kind.upper(), known or "Recorded hazard area, kind not given")


def hazard_cells(hazard: Hazard) -> tuple[tuple[str, str], ...]:
    """What there is to say of a hazard area, as (label, text)."""
    is_given = hazard.status.lower() != _NOT_GIVEN
    status = name_in_words(hazard.status) if is_given else "not given; it counts as open"
    quality = name_in_words(hazard.geometry_quality)
    rows = [
        ("Name", hazard.name),
        ("Id", hazard.hazard_id),
        ("Status", status),
        ("Outline", f"{DRAWN_FROM_POINT}, not surveyed" if is_drawn(hazard) else quality),
        ("Evidence", name_in_words(hazard.evidence)),
        ("Reported", date_in_words(hazard.reported_on)),
        ("Surveyed", date_in_words(hazard.surveyed_on)),
        ("Source", hazard.source),
        ("In this study", _POLICIES.get(hazard.policy, hazard.policy)),
        ("Area or group", "" if hazard.cluster_id is None else f"{hazard.cluster_id}"),
    ]
    return tuple((label, text) for label, text in rows if text)


def is_suspected(hazard: Hazard) -> bool:
    """Whether a hazard area is suspected, not confirmed."""
    return hazard.kind.upper() == "SHA" or "suspect" in hazard.kind.lower()


def is_confirmed(hazard: Hazard) -> bool:
    """Whether a hazard area is confirmed; one may be neither, where its kind is not given."""
    return hazard.kind.upper() == "CHA" or "confirm" in hazard.kind.lower()
