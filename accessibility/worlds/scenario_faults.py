"""Faults of seasons, scenarios, comparisons and draws: names that stand twice, or that nothing in the study bears."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from accessibility.study_file import ALL_YEAR, BASE_SCENARIO, ScenarioTable, StudyFile, comparison_name, did_you_mean
from geo.faults import Faults
from geo.layers import list_names


def check_scenarios(study: StudyFile, *, faults: Faults) -> None:
    """Tell what can be seen of seasons, scenarios and comparisons in the study file alone.

    Nothing is said of names whose tables were left out of the study for faults of their own.
    """
    for table, names in (
        ("profiles", [profile.name for profile in study.profiles]),
        ("seasons", [season.name for season in study.seasons]),
        ("scenarios", [scenario.name for scenario in study.scenarios]),
        ("comparisons", [comparison.name for comparison in study.comparisons]),
    ):
        for name, count in Counter(names).items():
            if count > 1:
                _error(study, f"[[{table}]] {name}", f"the name stands {count} times", "Give each its own", faults)
    for scenario in study.scenarios:
        _check_scenario(study, scenario, faults=faults)
    _check_drawn(study, faults=faults)
    for season in study.seasons:
        closes = season.closed_surfaces or season.closed_tracktypes
        if _has_no(study, "roads") and (season.road_speeds or closes):
            _error(study, f"[[seasons]] {season.name}", "changes roads, but the study has none", "Add [roads]", faults)
    if not {"seasons", "scenarios"} & study.lost:
        _check_comparisons(study, faults=faults)
    if study.hazards is not None and study.hazards.in_use is not None and "scenarios" not in study.lost:
        policies = [study.hazards.roads, *(scenario.hazard_roads for scenario in study.scenarios)]
        if "recorded" not in policies:
            do = "Remove it or change roads, or hazard_roads of a scenario"
            _error(study, "[hazards] in_use", 'in_use is used only with "recorded" roads', do, faults)


def _check_drawn(study: StudyFile, *, faults: Faults) -> None:
    """Tell scenarios of which draws are asked and that are not there."""
    if study.uncertainty is not None and "scenarios" not in study.lost:
        known = [BASE_SCENARIO, *(scenario.name for scenario in study.scenarios)]
        for name in study.uncertainty.scenarios:
            _tell_unnamed(study, "[uncertainty] scenarios", "scenario", name, known, faults)


def _has_no(study: StudyFile, table: str) -> bool:
    """Whether a study is without a table, and meant to be."""
    return getattr(study, table) is None and table not in study.lost


def _check_scenario(study: StudyFile, scenario: ScenarioTable, *, faults: Faults) -> None:
    which = f"[[scenarios]] {scenario.name}"
    seasons = [season.name for season in study.seasons] or [ALL_YEAR]
    for name in scenario.seasons or ():
        if "seasons" not in study.lost:
            _tell_unnamed(study, which, "season", name, seasons, faults)
    if scenario.changes_hazards and _has_no(study, "hazards"):
        _error(study, which, "changes hazards, but the study has none", "Add [hazards]", faults)
    if _has_no(study, "roads") and (scenario.closed_roads or scenario.closures):
        _error(study, which, "closes roads, but the study has none", "Add [roads]", faults)
    if scenario.hazard_roads == "recorded" and study.hazards is not None and study.hazards.in_use is None:
        do = "Name a layer of the roads recorded in use or released in [hazards]"
        _error(study, which, 'hazard_roads = "recorded" needs in_use', do, faults)


def _check_comparisons(study: StudyFile, *, faults: Faults) -> None:
    """Tell comparisons of what is not there or not different, and names that two of them would have."""
    seasons = [season.name for season in study.seasons] or [ALL_YEAR]
    scenarios = [BASE_SCENARIO, *(scenario.name for scenario in study.scenarios)]
    of_scenario = {scenario.name: scenario.seasons or seasons for scenario in study.scenarios}
    for comparison in study.comparisons:
        which = f"[[comparisons]] {comparison.name}"
        both = (comparison.before, comparison.after)
        for side in both:
            _tell_unnamed(study, which, "scenario", side.scenario, scenarios, faults)
            if side.scenario in scenarios:
                offered = of_scenario.get(side.scenario, seasons)
                _tell_unnamed(study, which, "season", side.season or seasons[0], offered, faults)
        sides = [
            (side.scenario, side.season or seasons[0], side.hazards) for side in (comparison.before, comparison.after)
        ]
        if sides[0] == sides[1]:
            _error(study, which, "before and after are the same", "Name two different runs", faults)
        if sides[0][2] != sides[1][2] and _has_no(study, "hazards"):
            what = "compares with and without hazards, but the study has none"
            _error(study, which, what, "Add [hazards], or remove the comparison", faults)
    made = [
        comparison_name(scenario.name, season, seasons)
        for scenario in study.scenarios
        for season in scenario.seasons or seasons
    ]
    made += [f"{seasons[0]}-and-{season}" for season in seasons[1:]]
    named = [comparison.name for comparison in study.comparisons]
    for name, count in Counter([*made, *dict.fromkeys(named)]).items():
        if count > 1 and len(set(scenarios)) == len(scenarios) and len(set(seasons)) == len(seasons):
            which = f"[[comparisons]] {name}" if name in named else f"[[scenarios]] {name}"
            what = f"{count} comparisons would be called {name}, those included that are made in any case"
            _error(study, which, what, "Choose another name", faults)


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
