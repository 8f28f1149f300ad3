"""What a release says of its inputs, in sentences: people, ground, hazard areas and where each file is from."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import shapely
from pyproj import Geod

from maps.release_values import Source, Tier
from maps.sentences import outside_grid_people
from maps.tables import is_confirmed, is_suspected
from maps.words import area_in_words, counted, length_in_words, listed, people_in_words, people_share

_WGS84: Final = Geod(ellps="WGS84")
_STUDY_ROLE: Final = "study"  # the study file: its author is its source
_SQUARE_METRES_PER_KM2: Final = 1e6


def population_sentences(tier: Tier) -> tuple[str, ...]:
    """Where the people come from and what was done with those who stood in water or off the areas."""
    people = tier.population
    year = "" if people.year is None else f" of the year {people.year}"
    said = [f"The population source{year} holds {people_in_words(people.people)} people."]
    if people.adopted > 0:
        said.append(
            f"{counted(people.adopted, 'person', 'people').capitalize()} stood on a barrier or where there is no land "
            f"data and were counted at the nearest cell one can walk on, {length_in_words(people.adopted_mean_m)} "
            "away on average."
        )
    if people.outside_areas > 0:
        said.append(
            f"{people_in_words(people.outside_areas)} live on the grid but outside all areas; "
            "they are a row of their own in the tables."
        )
    return (*said, *outside_grid_sentences(tier))


def outside_grid_sentences(tier: Tier) -> tuple[str, ...]:
    """Who lives outside the grid, and in which figures they are: it depends on whether the rows hold them."""
    people = tier.population
    if not people.outside_grid > 0:
        return ()
    said = people_share(people.outside_grid, people.people)
    verb = "lives" if said.split(" (")[0].endswith("person") else "live"
    where = (
        "without a time; the rows “Outside all areas” and “All” count them, under no time for another reason"
        if outside_grid_people(tier) > 0
        else "and are in no figure but this"
    )
    return (f"{said[:1].upper()}{said[1:]} of the source {verb} outside the grid {where}.",)


def ground_sentences(tier: Tier) -> tuple[str, ...]:
    """How people travel where no roads were given; nothing where there are some."""
    land = tier.parameters.get("land")
    if "roads" not in tier.parameters or tier.parameters["roads"] is not None or not isinstance(land, dict):
        return ()
    speed_kmh = land.get("speed_kmh")
    if speed_kmh is None:
        return ("No roads were given: everyone goes over the land alone.",)
    slopes = " where it is flat" if land.get("elevation") else ""
    return (f"No roads were given: everyone goes on foot over the land, at {speed_kmh:g} km/h{slopes}.",)


def hazard_size_sentences(tier: Tier) -> tuple[str, ...]:
    """How many hazard areas of which kind there are, and how large they are together; overlaps count once."""
    if not tier.hazards:
        return ()
    suspected = sum(is_suspected(hazard) for hazard in tier.hazards)
    confirmed = sum(is_confirmed(hazard) for hazard in tier.hazards)
    other = len(tier.hazards) - suspected - confirmed
    kinds = [f"{suspected:,} suspected", f"{confirmed:,} confirmed"] if suspected + confirmed else []
    kinds += [f"{other:,} of another kind or of none given"] if other else []
    union = shapely.union_all([shapely.make_valid(hazard.geometry) for hazard in tier.hazards])
    parts = [part for part in shapely.get_parts(shapely.orient_polygons(union)) if part.geom_type == "Polygon"]
    area_m2 = sum(_WGS84.geometry_area_perimeter(part)[0] for part in parts)
    size = area_in_words(area_m2 / _SQUARE_METRES_PER_KM2)
    how = "measured on the ellipsoid, overlaps counted once"
    return (f"Recorded open hazard areas: {listed(kinds)}. They cover {size} together, {how}.",)


def source_sentence(tier: Tier) -> str:
    """How many inputs do not say where they are from, under which terms, or of when they are."""
    inputs = [source for source in told_sources(tier) if source.role != _STUDY_ROLE]
    if not inputs:
        return ""
    lacks = [
        f"{without:,} without a {what}"
        for what, without in (
            ("source", sum(each.source is None for each in inputs)),
            ("licence", sum(each.licence is None for each in inputs)),
            ("date", sum(each.date is None for each in inputs)),
        )
        if without
    ]
    if not lacks:
        return "Every input is given with its source, licence and date."
    return (
        f"Of {counted(len(inputs), 'input file')}: {listed(lacks)}. Ask whoever made the study before you rely on them."
    )


def told_sources(tier: Tier) -> tuple[Source, ...]:
    """The inputs; a file that is read twice is told alike, by what either place says of it."""
    return tuple(
        replace(
            source,
            source=source.source or _said_elsewhere(source, tier, "source"),
            licence=source.licence or _said_elsewhere(source, tier, "licence"),
            date=source.date or _said_elsewhere(source, tier, "date"),
        )
        for source in tier.sources
    )


def kept_back_sentence(tier: Tier) -> str:
    """Why hash and size of some inputs are not told; nothing where those of all are."""
    if not any(source.is_kept_back for source in tier.sources):
        return ""
    return (
        "Kept back: hash and size of files that may say more than this tier does, so that nobody can prove a guess of "
        "what else is in them."
    )


def _said_elsewhere(source: Source, tier: Tier, what: str) -> str | None:
    same = (other for other in tier.sources if source.sha256 and other.sha256 == source.sha256)
    said = (getattr(other, what) for other in same)
    return next((text for text in said if text), None)


def is_study_file(source: Source) -> bool:
    """Whether an input is the study file itself, which needs no source, licence or date."""
    return source.role == _STUDY_ROLE
