"""Outreach of the runs of a tier: each season by itself, as tables, points and straight lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from accessibility.inputs import Inputs
from accessibility.outreach.asked import asked_for, currency_of, drive_worlds, driving_profile, pillar_of
from accessibility.outreach.days import make_pieces
from accessibility.outreach.month import Leg, Tour
from accessibility.outreach.routing import SOLVER
from accessibility.outreach.seasons import Season, plan_season
from accessibility.release import PLAN_TABLES
from accessibility.runs import Run
from accessibility.study_file import BASE_SCENARIO
from geo.grid import LON_LAT, Grid
from geo.progress import Progress, silent
from geo.units import hours_from_minutes

NO_ROUTE: Final = "order of stops, not a route"
_MONTHS: Final = 12
_WITHHELD: Final = (
    "This tier shows nothing made with hazards, and where a team goes is never planned without them: the stops and "
    "tours are in the tiers that show hazards."
)
_NO_BASE: Final = "None of the bases of the team is shown in this tier, so it has no tours."
_WITHOUT_BOUND: Final = (
    "The tours are those that a vehicle-routing search found, without a bound of its own; gap_share is how far the "
    "visits can be from the most there are, by hours of work and least drives."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachTables:
    """The outreach of a tier: ``frames`` by the names of PLAN_TABLES that begin with ``outreach_``.

    ``stops``: the rows of outreach_stops as points; ``tours``: the drives of outreach_days as straight lines that show
    the order of stops and no route; both in EPSG:4326. ``solver``: what found the tours.
    """

    frames: dict[str, pd.DataFrame]
    stops: gpd.GeoDataFrame
    tours: gpd.GeoDataFrame
    solver: str = SOLVER


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of the tables as they are found; ``ids`` of the stops by cell, the same in all seasons."""

    inputs: Inputs
    summary: list[dict[str, Any]] = field(default_factory=list)
    stops: list[dict[str, Any]] = field(default_factory=list)
    days: list[dict[str, Any]] = field(default_factory=list)
    lines: list[shapely.LineString] = field(default_factory=list)
    tours: list[dict[str, Any]] = field(default_factory=list)
    ids: dict[int, str] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)

    @property
    def as_of(self) -> str:
        """The day that the study looks at."""
        return self.inputs.study.study.as_of.isoformat()


def find_outreach(
    inputs: Inputs, runs: Sequence[Run], *, shows_hazards: bool, progress: Progress = silent
) -> OutreachTables | None:
    """Stops, tours and days of the mobile team in each season of the base; None if the study asks for none.

    ``runs``: those of a tier. The pillar's runs for the first profile tell who is beyond reach, with hazards where
    the study has any. A tier that does not show them says so in one row of the summary for each season and holds no
    stops: those of a plan without hazards could lie in one, and those of a plan with them would tell of it.
    """
    if inputs.study.outreach is None:
        return None
    rows = _Rows(inputs)
    seasons: list[Season] = []
    for run in _runs_asked(inputs, runs, shows_hazards=shows_hazards):
        if run.world.ground.hazards is not None and not run.has_hazards:
            rows.summary.append(_untold(inputs, run, _WITHHELD))
            continue
        season = plan_season(inputs, run, progress=progress)
        if not len(season.base_rows):
            rows.summary.append(_untold(inputs, run, _NO_BASE))
            continue
        _name_stops(rows, season)
        seasons.append(season)
    for season in seasons:
        _add_season(rows, season, [other for other in seasons if other is not season])
    return OutreachTables(
        frames={
            name: _frame(name, found)
            for name, found in (
                ("outreach_summary", rows.summary),
                ("outreach_stops", rows.stops),
                ("outreach_days", rows.days),
            )
        },
        stops=_points(_frame("outreach_stops", rows.stops)),
        tours=gpd.GeoDataFrame(pd.DataFrame(rows.tours, columns=_TOUR_COLUMNS), geometry=rows.lines, crs=LON_LAT),
    )


_TOUR_COLUMNS: Final = ["pillar", "season", "team", "tour", "day", "order", "from_id", "to_id", "what"]


def _runs_asked(inputs: Inputs, runs: Sequence[Run], *, shows_hazards: bool) -> list[Run]:
    """For each season the run of the base for the first profile one way; with hazards where they are shown."""
    pillar, profile = pillar_of(inputs), inputs.worlds[0].profile
    direction, found = inputs.study.travel.directions[0], []
    for world in drive_worlds(inputs, inputs.worlds):
        of_season = [
            run
            for run in runs
            if (run.pillar, run.direction, run.world.key) == (pillar, direction, (BASE_SCENARIO, world.key[1]))
            and run.world.profile.name == profile.name
            and (shows_hazards or not run.has_hazards)
        ]
        found += sorted(of_season, key=lambda run: not run.has_hazards)[:1]
    return found


def _untold(inputs: Inputs, run: Run, note: str) -> dict[str, Any]:
    table = asked_for(inputs)
    return {
        **run.dimensions,
        "stops": 0,
        "teams": table.teams,
        "days_per_month": table.days_per_month,
        "note": note,
        "as_of": inputs.study.study.as_of.isoformat(),
    }


def _name_stops(rows: _Rows, season: Season) -> None:
    """A number for each stop of a season that had none in an earlier one, and a name for each."""
    grid, areas = season.run.world.ground.grid, rows.inputs.areas
    for cell, name in zip(season.stops.cell.tolist(), season.stops.names, strict=True):
        rows.ids.setdefault(cell, f"stop-{len(rows.ids) + 1}")
        zone = int(areas.zone.ravel()[cell])
        lon, lat = _lon_lat(grid, np.array([cell]))[0]
        where = f"{areas.names[zone]}, " if zone >= 0 and rows.inputs.study.areas is not None else ""
        rows.names.setdefault(cell, name or f"{where}road at {lat:.3f}, {lon:.3f}")


def _add_season(rows: _Rows, season: Season, others: Sequence[Season]) -> None:
    """The rows of one season; stops of the others that no vehicle gets to in it are told."""
    run, plan, stops = season.run, season.plan, season.stops
    centres, grid = run.world.centres, run.world.ground.grid
    base_ids = [centres.ids[row] for row in season.base_rows]
    ids = [*base_ids, *(rows.ids[cell] for cell in stops.cell.tolist())]
    lon_lat = np.concatenate([_lon_lat(grid, centres.cell[season.base_rows]), _lon_lat(grid, stops.cell)])
    key = {"pillar": run.pillar, "season": run.dimensions["season"]}
    days_at: dict[int, set[tuple[int, int]]] = {}
    for team, tours in enumerate(plan.tours, start=1):
        first_day = 0
        for number, tour in enumerate(tours, start=1):
            order: dict[int, int] = {}
            for leg in tour.legs:
                day = first_day + leg.day
                order[day] = order.get(day, 0) + 1
                named = {**key, "team": team, "day": day, "order": order[day]}
                named |= {"from_id": ids[leg.start], "to_id": ids[leg.end]}
                rows.days.append(named | _told_of_leg(leg, season) | {"as_of": rows.as_of})
                if leg.start != leg.end:
                    rows.tours.append({**named, "tour": number, "what": NO_ROUTE})
                    rows.lines.append(shapely.LineString(lon_lat[[leg.start, leg.end]]))
                if leg.work_minutes > 0:
                    days_at.setdefault(leg.end - season.month.base_count, set()).add((team, day))
            first_day += tour.days
    for stop, cell in enumerate(stops.cell.tolist()):
        rows.stops.append(
            {
                **key,
                **_told_of_place(rows, grid, cell),
                "people_within": season.people[stop],
                "people_in_need": season.in_need[stop],
                "visits_asked_per_month": season.month.visits[stop],
                "visits_per_month": plan.visits[stop],
                "days_per_month": len(days_at.get(stop, ())),
                "is_reached": bool(plan.visits[stop] > 0),
                "note": _note(season, stop),
                "as_of": rows.as_of,
            }
        )
    rows.stops.extend(_cut_off(rows, season, others))
    rows.summary.append(_summary(rows.inputs, season))


def _told_of_leg(leg: Leg, season: Season) -> dict[str, Any]:
    return {
        "drive_minutes": leg.drive_minutes,
        "drive_km": season.km[leg.start, leg.end],
        "work_minutes": leg.work_minutes,
        "is_night_away": leg.is_night_away,
    }


def _told_of_place(rows: _Rows, grid: Grid, cell: int) -> dict[str, Any]:
    lon, lat = _lon_lat(grid, np.array([cell]))[0]
    return {"stop_id": rows.ids[cell], "stop_name": rows.names[cell], "lon": lon, "lat": lat}


def _note(season: Season, stop: int) -> str:
    """Why a stop gets less than it asks for; empty if it gets all."""
    got, asked = float(season.plan.visits[stop]), float(season.month.visits[stop])
    if got >= asked - 1e-6 * max(1.0, asked):
        return ""
    if make_pieces(season.month).count[stop] == 0:
        return "Farther from every base than a tour may go."
    if got <= 0:
        return "Left out: the days of the month, or of a tour, give more people a visit elsewhere."
    return "Fewer visits than it asks for: the days of the month are used up."


def _cut_off(rows: _Rows, season: Season, others: Sequence[Season]) -> list[dict[str, Any]]:
    """Stops of other seasons to which no vehicle gets from a base in this one."""
    roadway, grid = season.roadway, season.run.world.ground.grid
    reached = set(roadway.cell[roadway.is_reached(season.base_nodes.tolist())].tolist())
    told: dict[int, list[str]] = {}
    for other in others:
        for cell in other.stops.cell.tolist():
            if cell not in reached:
                told.setdefault(cell, []).append(other.run.dimensions["season"])
    return [
        {
            "pillar": season.run.pillar,
            "season": season.run.dimensions["season"],
            **_told_of_place(rows, grid, cell),
            "people_within": 0.0,
            "visits_per_month": 0.0,
            "days_per_month": 0.0,
            "is_reached": False,
            "note": f"Cut off: a stop in {', '.join(names)}, and no vehicle gets there from a base in this season.",
            "as_of": rows.as_of,
        }
        for cell, names in told.items()
    ]


def _summary(inputs: Inputs, season: Season) -> dict[str, Any]:
    table, plan = asked_for(inputs), season.plan
    tours: list[Tour] = [tour for team in plan.tours for tour in team]
    legs = [leg for tour in tours for leg in tour.legs]
    days, nights = sum(tour.days for tour in tours), sum(leg.is_night_away for leg in legs)
    km = float(sum(season.km[leg.start, leg.end] for leg in legs))
    costs = ((table.cost_per_day, days), (table.cost_per_km, km), (table.cost_per_night, nights))
    known = [price * number for price, number in costs if price is not None]
    notes = [f"Driven by the profile {driving_profile(inputs).name}.", _WITHOUT_BOUND]
    if plan.cut_tours:
        notes.append(f"{plan.cut_tours} tours that were found could not be kept day by day and were cut.")
    if plan.is_stopped:
        notes.append(f"The search for tours ended after {table.most_seconds:g} seconds before all was tried.")
    if len(season.stops.cell) == 0:
        notes = [
            "Beyond reach, nobody, or hardly anybody, who needs it is near a road that a vehicle of the team gets to."
        ]
    return {
        **season.run.dimensions,
        "stops": int((plan.visits > 0).sum()),
        "teams": table.teams,
        "days_per_month": table.days_per_month,
        "days_used_per_month": days,
        "nights_per_month": nights,
        "km_per_month": km,
        "drive_hours_per_month": float(hours_from_minutes(sum(leg.drive_minutes for leg in legs))),
        "work_hours_per_month": float(hours_from_minutes(sum(leg.work_minutes for leg in legs))),
        "people_beyond_before": season.beyond,
        "people_beyond_after": season.beyond_after,
        "people_in_need_served": float(plan.visits.sum()) * _MONTHS / table.visits_per_year,
        "people_in_need_beyond": season.in_need_beyond,
        "visits_per_month": float(plan.visits.sum()),
        "visits_asked_per_month": float(season.month.visits.sum()),
        "cost_per_month": float(sum(known)) if known else np.nan,
        "currency": currency_of(inputs) if known else "",
        "gap_share": plan.gap_share,
        "solver": SOLVER,
        "note": " ".join(notes),
        "as_of": inputs.study.study.as_of.isoformat(),
    }


def _lon_lat(grid: Grid, cell: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    row, column = np.divmod(cell, grid.shape[1])
    lon, lat = grid.to_lon_lat(grid.centre_x[column], grid.centre_y[row])
    return np.column_stack([lon, lat])


def _frame(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Rows with the columns of a table; a number that is not told is NaN, a text empty."""
    content = PLAN_TABLES[name].content
    frame = pd.DataFrame(rows, columns=list(content))
    for column, kind in content.items():
        if kind in {"text", "word"}:
            frame[column] = frame[column].astype(object).where(frame[column].notna(), "")
        elif kind in {"count", "number", "share"}:
            frame[column] = pd.to_numeric(frame[column]) if len(frame) else frame[column].astype(np.float64)
        elif kind == "yes or no":
            frame[column] = frame[column].astype(bool)
    return frame


def _points(stops: pd.DataFrame) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(stops, geometry=gpd.points_from_xy(stops["lon"], stops["lat"]), crs=LON_LAT)
