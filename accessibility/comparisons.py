"""Comparisons of two runs: who gains and who loses how much time, who is cut off or reconnected, and where."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.inputs import Inputs
from accessibility.need import ALL_ID, ALL_NAME, OUTSIDE_ID, OUTSIDE_NAME, slug
from accessibility.run_dimensions import WITH_HAZARDS, WITHOUT_HAZARDS
from accessibility.runs import Run
from accessibility.search import OUTSIDE, REACHED
from accessibility.study_file import (
    ALL_YEAR,
    BASE_SCENARIO,
    ComparisonTable,
    RunChoice,
    StudyFile,
    comparison_name,
)
from geo.errors import InputError

OUTSIDE_STUDY: Final = 0
SAME: Final = 1
QUICKER: Final = 2
SLOWER: Final = 3
RECONNECTED: Final = 4
CUT_OFF: Final = 5
NO_MINUTES: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two runs of one pillar, profile and direction held beside one another.

    ``table``: one row for each area, one for outside all areas and one for all, with the columns of a
    release. ``minutes_gained``: float32, minutes before less minutes after by cell, NaN unless both have
    minutes. ``change``: uint8 by cell, a constant of this module.
    """

    name: str
    title: str
    before: Run
    after: Run
    table: pd.DataFrame
    minutes_gained: npt.NDArray[np.float32]
    change: npt.NDArray[np.uint8]

    @property
    def folder(self) -> str:
        """Where in a tier its rasters are."""
        after = self.after
        return "/".join(["comparisons", self.name, slug(after.pillar), after.world.profile.name, after.direction])


def comparisons_of(
    study: StudyFile, *, shows_hazards: bool, hidden: Collection[str] = frozenset()
) -> list[ComparisonTable]:
    """The comparisons of a study: each scenario with the base, each season with the first, and those it names.

    Where hazards may not be shown, runs without them are compared, and what is about hazards is left out,
    as are comparisons of ``hidden`` scenarios.
    """
    seasons = [season.name for season in study.seasons] or [ALL_YEAR]
    hazards = WITH_HAZARDS if shows_hazards and study.hazards is not None else WITHOUT_HAZARDS
    found = []
    for scenario in study.scenarios:
        for season in scenario.seasons or seasons:
            sides = [RunChoice(scenario=one, season=season, hazards=hazards) for one in (BASE_SCENARIO, scenario.name)]
            name = comparison_name(scenario.name, season, seasons)
            title = scenario.title or scenario.name
            title = title if len(seasons) == 1 else f"{title}, {_season_title(study, season)}"
            found.append(ComparisonTable(name=name, title=title, before=sides[0], after=sides[1]))
    for season in seasons[1:]:
        sides = [RunChoice(season=one, hazards=hazards) for one in (seasons[0], season)]
        title = f"{_season_title(study, season)} instead of {_season_title(study, seasons[0])}"
        found.append(ComparisonTable(name=f"{seasons[0]}-and-{season}", title=title, before=sides[0], after=sides[1]))
    for table in study.comparisons:
        both = [side.model_copy(update={"season": side.season or seasons[0]}) for side in (table.before, table.after)]
        named = table.model_copy(update={"before": both[0], "after": both[1]})
        if not shows_hazards:
            if both[0].hazards != both[1].hazards:
                continue
            quiet = {"hazards": WITHOUT_HAZARDS}
            named = named.model_copy(
                update={"before": both[0].model_copy(update=quiet), "after": both[1].model_copy(update=quiet)}
            )
        found.append(named)
    return [table for table in found if not {table.before.scenario, table.after.scenario} & set(hidden)]


def _season_title(study: StudyFile, name: str) -> str:
    return next((season.title or season.name for season in study.seasons if season.name == name), name)


def compare_runs(inputs: Inputs, runs: Sequence[Run], tables: Sequence[ComparisonTable]) -> Iterator[Comparison]:
    """Each comparison for each pillar, direction and profile. Raises InputError if a run that it names was not made."""
    for table in tables:
        sides = [_runs_of(runs, side, table.name) for side in (table.before, table.after)]
        for before, after in zip(*sides, strict=True):
            yield compare(inputs, before, after, name=table.name, title=table.title or table.name)


def _runs_of(runs: Sequence[Run], side: RunChoice, name: str) -> list[Run]:
    """The runs of one side, by pillar, direction and profile. Where a world has no hazards, it has no run with them."""
    of_world = [run for run in runs if run.world.key == (side.scenario, side.season)]
    if not any(run.has_hazards for run in of_world):
        found = of_world
    else:
        found = [run for run in of_world if run.has_hazards == (side.hazards == WITH_HAZARDS)]
    if not found:
        raise InputError(
            f"comparison {name}: there is no run of {side.scenario} in {side.season}; name one that is made"
        )
    return found


def compare(inputs: Inputs, before: Run, after: Run, *, name: str, title: str) -> Comparison:
    """Two runs over the same grid and the same people."""
    return Comparison(
        name=name,
        title=title,
        before=before,
        after=after,
        table=_table(inputs, before, after, name=name),
        minutes_gained=_minutes_gained(before, after),
        change=change_by_cell(before, after),
    )


def _minutes_gained(before: Run, after: Run) -> npt.NDArray[np.float32]:
    have_both = (before.travel.status == REACHED) & (after.travel.status == REACHED)
    gained = np.full(before.travel.seconds.shape, np.nan, np.float32)
    gained[have_both] = before.travel.minutes[have_both] - after.travel.minutes[have_both]
    return gained


def change_by_cell(before: Run, after: Run) -> npt.NDArray[np.uint8]:
    """What became of each cell's answer."""
    had, has = before.travel.status == REACHED, after.travel.status == REACHED
    was, then = before.travel.seconds, after.travel.seconds
    change = np.full(had.shape, NO_MINUTES, np.uint8)
    change[had & has] = SAME
    change[had & has & (then < was)] = QUICKER
    change[had & has & (then > was)] = SLOWER
    change[~had & has] = RECONNECTED
    change[had & ~has] = CUT_OFF
    change[(before.travel.status == OUTSIDE) & (after.travel.status == OUTSIDE)] = OUTSIDE_STUDY
    return change


def _table(inputs: Inputs, before: Run, after: Run, *, name: str) -> pd.DataFrame:
    demand, areas, bands = before.world.demand, inputs.areas, inputs.study.travel.bands_minutes
    outside_grid = inputs.population.people_outside_grid
    zone = areas.zone.ravel()[demand.home_cell]
    place = np.append(np.where(zone < 0, len(areas.ids), zone), len(areas.ids))
    people = np.append(demand.people, outside_grid)
    was, then = np.append(before.times.minutes, np.inf), np.append(after.times.minutes, np.inf)
    had, has = np.isfinite(was), np.isfinite(then)
    gained = np.where(had & has, np.subtract(was, then, where=had & has, out=np.zeros(len(was))), 0.0)

    def total(weights: Any) -> npt.NDArray[np.float64]:
        by_place = np.bincount(place, weights=people * weights, minlength=len(areas.ids) + 1)
        return np.append(by_place, by_place.sum())

    columns: dict[str, Any] = {
        "comparison": name,
        "pillar": after.pillar,
        "profile": after.world.profile.name,
        "direction": after.direction,
        "area_id": [*areas.ids, OUTSIDE_ID, ALL_ID],
        "area_name": [*areas.names, OUTSIDE_NAME, ALL_NAME],
        "area_kind": ["area"] * len(areas.ids) + ["outside", "all"],
        "population": total(1.0),
        "people_gaining": total(gained > 0),
        "people_losing": total(gained < 0),
        "person_minutes_gained": total(np.maximum(gained, 0.0)),
        "person_minutes_lost": total(np.maximum(-gained, 0.0)),
        "people_cut_off": total(had & ~has),
        "people_reconnected": total(~had & has),
    }
    for band in bands:
        within = f"within_{band:g}_min"
        columns[f"population_{within}_before"] = total(was <= band)
        columns[f"population_{within}_after"] = total(then <= band)
        columns[f"people_newly_{within}"] = total((then <= band) & ~(was <= band))
        columns[f"people_no_longer_{within}"] = total((was <= band) & ~(then <= band))
    for quantile in ("median_minutes", "p90_minutes"):
        columns[f"{quantile}_before"] = before.access[quantile].to_numpy()
        columns[f"{quantile}_after"] = after.access[quantile].to_numpy()
    return pd.DataFrame(columns)
