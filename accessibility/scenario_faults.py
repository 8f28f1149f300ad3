"""Faults of seasons, scenarios and comparisons: names that stand twice, or that nothing in the study bears."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from accessibility.study_faults import did_you_mean
from accessibility.study_file import StudyFile
from accessibility.study_scenarios import ALL_YEAR, BASE_SCENARIO, ScenarioTable
from geo.faults import Faults
from geo.layers import list_names


def check_scenarios(study: StudyFile, *, faults: Faults) -> None:
    """Tell what can be seen of seasons, scenarios and comparisons in the study file alone."""
    for table, names in (
        ("seasons", [season.name for season in study.seasons]),
        ("scenarios", [scenario.name for scenario in study.scenarios]),
        ("comparisons", [comparison.name for comparison in study.comparisons]),
    ):
        for name, count in Counter(names).items():
            if count > 1:
                _error(study, f"[[{table}]] {name}", f"the name stands {count} times", "Give each its own", faults)
    seasons = [season.name for season in study.seasons] or [ALL_YEAR]
    for scenario in study.scenarios:
        _check_scenario(study, scenario, seasons, faults=faults)
    for season in study.seasons:
        if study.roads is None and (season.road_speeds or season.closed_surfaces or season.closed_tracktypes):
            _error(study, f"[[seasons]] {season.name}", "changes roads, but the study has none", "Add [roads]", faults)
    scenarios = [BASE_SCENARIO, *(scenario.name for scenario in study.scenarios)]
    of_scenario = {scenario.name: scenario.seasons or seasons for scenario in study.scenarios}
    for comparison in study.comparisons:
        for side in (comparison.before, comparison.after):
            which = f"[[comparisons]] {comparison.name}"
            _tell_unnamed(study, which, "scenario", side.scenario, scenarios, faults)
            if side.season is not None:
                offered = of_scenario.get(side.scenario, seasons)
                _tell_unnamed(study, which, "season", side.season, offered, faults)


def _check_scenario(study: StudyFile, scenario: ScenarioTable, seasons: list[str], *, faults: Faults) -> None:
    which = f"[[scenarios]] {scenario.name}"
    for name in scenario.seasons or ():
        _tell_unnamed(study, which, "season", name, seasons, faults)
    if scenario.changes_hazards and study.hazards is None:
        _error(study, which, "changes hazards, but the study has none", "Add [hazards]", faults)
    if study.roads is None and (scenario.closed_roads or scenario.closures):
        _error(study, which, "closes roads, but the study has none", "Add [roads]", faults)
    if scenario.hazard_roads == "recorded" and study.hazards is not None and study.hazards.in_use is None:
        do = "Name a layer of the roads recorded in use or released in [hazards]"
        _error(study, which, 'hazard_roads = "recorded" needs in_use', do, faults)


def tell_unknown(  # noqa: PLR0913 - who is told of what
    study: StudyFile, which: str, kind: str, unknown: Mapping[str, str | None], *, where: str, faults: Faults
) -> None:
    """Tell ids that a scenario names and the data do not have; ``unknown`` maps each to the nearest that they have."""
    if unknown:
        first, near = next(iter(unknown.items()))
        hint = f" (did you mean {near!r} for {first!r}?)" if near else ""
        what = f"{where} has no {kind} {list_names([repr(name) for name in unknown])}{hint}"
        _error(study, which, what, "Correct the ids", faults)


def _tell_unnamed(  # noqa: PLR0913, PLR0917 - who is told of what
    study: StudyFile, which: str, kind: str, name: str, known: Iterable[str], faults: Faults
) -> None:
    named = list(known)
    if name not in named:
        what = f"there is no {kind} {name!r}{did_you_mean(name, named)}"
        _error(study, which, what, f"Use one of {', '.join(named)}", faults)


def _error(study: StudyFile, which: str, what: str, do: str, faults: Faults) -> None:
    faults.error(where=study.file_name, which=which, what=what, do=do)
