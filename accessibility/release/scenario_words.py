"""What a scenario and a season change, in plain sentences."""

from __future__ import annotations

from collections.abc import Mapping

from accessibility.need import pillar_label
from accessibility.study_file import ALL_YEAR, BASE_SCENARIO, ScenarioTable, SeasonTable, StudyFile
from accessibility.worlds import Place

_ROADS = {
    "open": "Roads through hazard areas stay open.",
    "recorded": "Roads through hazard areas pass only where recorded in use.",
    "cut": "Roads deeper inside hazard areas than the tolerance are cut.",
}


def title_of(place: Place) -> str:
    """What a world is called: its scenario, and its season where the study has several."""
    scenario = "As it is" if place.scenario.name == BASE_SCENARIO else place.scenario.title or place.scenario.name
    if place.season.name == ALL_YEAR:
        return scenario
    return f"{scenario}, {place.season.title or place.season.name}"


def changes_of(place: Place, study: StudyFile, *, shows_hazards: bool) -> list[str]:
    """What differs from the study as it stands; of hazards only where they are shown."""
    titles = {service.name: service.title for service in study.services}
    sentences = [*_of_season(place.season), *_of_scenario(place.scenario, titles)]
    return [*sentences, *_of_hazards(place.scenario, study)] if shows_hazards else sentences


def _of_season(season: SeasonTable) -> list[str]:
    said = []
    if season.road_speeds is not None:
        said.append(f"Road speeds are those of {season.road_speeds}.")
    for kind, values in (("surface", season.closed_surfaces), ("tracktype", season.closed_tracktypes)):
        if values:
            said.append(f"No vehicle passes roads with {kind} {', '.join(values)}.")
    if season.land_speed_factor < 1:
        said.append(f"Off the roads people are {100 * (1 - season.land_speed_factor):.0f} % slower.")
    if season.barriers:
        said.append(f"Rivers and other barriers of {_files(season.barriers)} cannot be crossed off the roads.")
    return said


def _of_scenario(scenario: ScenarioTable, titles: Mapping[str, str | None]) -> list[str]:
    said = []
    if scenario.closed_centres:
        said.append(f"Closed: centre {', '.join(scenario.closed_centres)}.")
    if scenario.added_centres is not None:
        said.append(f"Added: the centres of {scenario.added_centres.name}.")
    for identity, pillars in scenario.centre_pillars.items():
        offered = ", ".join(pillar_label(pillar, titles) for pillar in pillars)
        said.append(f"Centre {identity} offers {offered or 'nothing'}.")
    if scenario.closed_roads:
        said.append(f"Closed: road {', '.join(map(str, scenario.closed_roads))}.")
    if scenario.closures is not None:
        said.append(f"Closed: all roads and bridges that meet what {scenario.closures.name} draws.")
    if scenario.barriers:
        said.append(f"Barriers of {_files(scenario.barriers)} cannot be crossed off the roads.")
    if scenario.daily_limit_minutes is not None:
        said.append(f"Nobody travels longer than {scenario.daily_limit_minutes:g} minutes, one way.")
    return said


def _of_hazards(scenario: ScenarioTable, study: StudyFile) -> list[str]:
    said = []
    if scenario.hazards_as_of is not None:
        day = study.study.as_of.isoformat()
        said.append(f"Hazards as of {scenario.hazards_as_of.isoformat()} instead of {day}.")
    if scenario.released:
        said.append(f"Released: hazard area {', '.join(scenario.released)}.")
    if scenario.added_hazards is not None:
        said.append(f"Added: the hazard areas of {scenario.added_hazards.name}.")
    if scenario.hazard_roads is not None:
        said.append(_ROADS[scenario.hazard_roads])
    return said


def _files(paths: tuple[object, ...]) -> str:
    return ", ".join(getattr(path, "name", str(path)) for path in paths)
