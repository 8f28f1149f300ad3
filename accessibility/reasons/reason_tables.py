"""The tables of reasons: a row for each region, and for each place one for each factor."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.inputs import Inputs
from accessibility.need import ALL_ID, ALL_NAME, OUTSIDE_ID, OUTSIDE_NAME
from accessibility.reasons.beyond import Beyond, Bounds
from accessibility.reasons.sentences import RegionFacts, change_sentence, reasons_sentence, service_in_words
from accessibility.reasons.shapley import TOO_FAR, shares_of
from accessibility.run_dimensions import DIMENSIONS
from accessibility.runs import Run
from accessibility.study_file import FACTOR_SLUGS, ReasonsTable
from geo.units import MINUTES_PER_HOUR

Doubles = npt.NDArray[np.float64]
PlacesOfRegions = Callable[[Run], Mapping[int, Sequence[str]]]
SEPARATOR: Final = ";"
REGION_COLUMNS: Final = (
    "region_id",
    "region_name",
    "places",
    "area_names",
    "people",
    "people_in_need",
    "person_hours_beyond",
    "need_hours_beyond",
    "median_minutes",
    "people_no_way",
    "main_factor",
    "reasons_sentence",
    "change_sentence",
    "as_of",
)
REASON_COLUMNS: Final = (
    "place_kind",
    "place_id",
    "place_name",
    "factor",
    "is_active",
    "share",
    "person_hours",
    "people_within_alone",
    "denominator_person_hours",
    "people_beyond",
    "as_of",
    "note",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReasons:
    """What is behind one run: its active factors, whose homes are where, and what is beyond for each set of cures.

    ``region``: int64 (homes,), the ``gap_id`` of each home, 0 for none. ``zone``: int64 (homes,), the row of its area,
    the last for outside. ``need``: people in need by home, None unknown. Places of ``beyond``: the regions, the areas,
    outside all areas, all. Homes without a cell to start from are not asked.
    """

    run: Run
    factors: tuple[str, ...]
    region: npt.NDArray[np.int64]
    zone: npt.NDArray[np.int64]
    need: Doubles | None
    beyond: Beyond

    @property
    def shares(self) -> dict[str, Doubles]:
        """By active factor, and of ``too-far``, the share of what is beyond at each place; NaN where nobody is."""
        return shares_of(self.beyond.person_minutes, self.factors)


def regions_frame(
    inputs: Inputs, told: Sequence[RunReasons], *, places_of_regions: PlacesOfRegions | None = None
) -> pd.DataFrame:
    """The regions of all runs; people and their time beyond as the runs say, whatever the centres can give.

    ``people_no_way``: those who live inside a hazard area are among them.
    """
    rows: list[dict[str, Any]] = []
    for each in told:
        names = None if places_of_regions is None else places_of_regions(each.run)
        rows += [each.run.dimensions | row for row in _region_rows(inputs, each, names)]
    numbers = (
        "people",
        "people_in_need",
        "person_hours_beyond",
        "need_hours_beyond",
        "median_minutes",
        "people_no_way",
    )
    return _frame(rows, REGION_COLUMNS, {"region_id": np.int64, **dict.fromkeys(numbers, np.float64)})


def reasons_frame(inputs: Inputs, told: Sequence[RunReasons]) -> pd.DataFrame:
    """The factors at each place of all runs, those that are not active too, without a share; last ``too-far``."""
    rows = [each.run.dimensions | row for each in told for row in _factor_rows(inputs, each)]
    numbers = ("share", "person_hours", "people_within_alone", "denominator_person_hours", "people_beyond")
    return _frame(rows, REASON_COLUMNS, {"is_active": np.bool_, **dict.fromkeys(numbers, np.float64)})


def _frame(rows: list[dict[str, Any]], columns: Sequence[str], kinds: Mapping[str, Any]) -> pd.DataFrame:
    """A table of rows, its columns of the same kinds whether it has any or not."""
    every = [*DIMENSIONS, *columns]
    return pd.DataFrame(rows, columns=every).astype({name: kinds.get(name, "str") for name in every})


def _bounds(inputs: Inputs) -> Bounds:
    table = inputs.study.reasons or ReasonsTable()
    return Bounds(threshold_minutes=inputs.study.gaps.threshold_minutes, most_minutes=table.most_minutes)


def _region_rows(
    inputs: Inputs, told: RunReasons, names: Mapping[int, Sequence[str]] | None
) -> Iterator[dict[str, Any]]:
    run, bounds = told.run, _bounds(inputs)
    excess = bounds.excess(run.times.minutes)
    shares = told.shares
    titles = {service.name: service.title for service in inputs.study.services}
    service = service_in_words(run.pillar, titles)
    order = np.argsort(told.region, kind="stable")
    edges = np.searchsorted(told.region[order], np.arange(1, len(run.gaps) + 2))
    for place, gap in enumerate(run.gaps.itertuples(index=False)):
        homes = order[edges[place] : edges[place + 1]]
        people = run.demand.people[homes]
        need = None if told.need is None else told.need[homes]
        by_factor = {factor: float(share[place]) for factor, share in shares.items()}
        areas = _areas_of(inputs, told.zone[homes], people)
        places = _places_of(gap, names)
        inside = float(gap.people_inside_hazards)
        no_way = float(gap.people_no_way) + inside  # the model lets nobody out of a hazard area
        facts = RegionFacts(
            name=gap.name,
            area_names=areas if len(inputs.areas.ids) > 1 else (),
            places=places,
            service=service,
            threshold_minutes=bounds.threshold_minutes,
            direction=run.direction,
            people=float(gap.people),
            people_no_way=no_way,
            people_inside_hazards=inside,
            people_in_need=math.nan if need is None else math.fsum(need),
            shares=by_factor,
            within_alone={factor: float(told.beyond.people_within_alone[factor][place]) for factor in told.factors},
            within_all=float(told.beyond.people_within_all[place]),
        )
        yield {
            "region_id": int(gap.gap_id),
            "region_name": gap.name,
            "places": SEPARATOR.join(places),
            "area_names": SEPARATOR.join(areas),
            "people": float(gap.people),
            "people_in_need": facts.people_in_need,
            "person_hours_beyond": math.fsum(people * excess[homes]) / MINUTES_PER_HOUR,
            "need_hours_beyond": math.nan if need is None else math.fsum(need * excess[homes]) / MINUTES_PER_HOUR,
            "median_minutes": float(gap.median_minutes),
            "people_no_way": no_way,
            "main_factor": _main_factor(by_factor),
            "reasons_sentence": reasons_sentence(facts),
            "change_sentence": change_sentence(facts),
            "as_of": inputs.study.study.as_of.isoformat(),
        }


def _areas_of(inputs: Inputs, zone: npt.NDArray[np.int64], people: Doubles) -> tuple[str, ...]:
    """The names of the areas in which people of a region live, those with most of them first."""
    by_area = np.bincount(zone, weights=people, minlength=len(inputs.areas.ids))[: len(inputs.areas.ids)]
    rows = np.argsort(-by_area, kind="stable")
    return tuple(inputs.areas.names[row] for row in rows if by_area[row] > 0)


def _places_of(gap: Any, names: Mapping[int, Sequence[str]] | None) -> tuple[str, ...]:
    if names is not None:
        return tuple(names.get(int(gap.gap_id), ()))
    written = getattr(gap, "places", "")
    parts = written.split(SEPARATOR) if isinstance(written, str) else []
    return tuple(part.strip() for part in parts if part.strip())


def _main_factor(shares: Mapping[str, float]) -> str:
    """The factor with the greatest share, the first of equals; empty where the shares are not known."""
    known = {factor: share for factor, share in shares.items() if not math.isnan(share)}
    return max(known, key=lambda factor: known[factor]) if known else ""


def _factor_rows(inputs: Inputs, told: RunReasons) -> Iterator[dict[str, Any]]:
    shares, beyond = told.shares, told.beyond
    whole_hours = beyond.person_minutes[frozenset()] / MINUTES_PER_HOUR
    notes = _notes(inputs, told)
    for place, (kind, identity, name) in enumerate(_places(inputs, told.run)):
        for factor in (*FACTOR_SLUGS, TOO_FAR):
            share = float(shares[factor][place]) if factor in shares else math.nan
            alone = beyond.people_within_alone
            yield {
                "place_kind": kind,
                "place_id": identity,
                "place_name": name,
                "factor": factor,
                "is_active": factor in shares,
                "share": share,
                "person_hours": _hours(share, float(whole_hours[place]), is_active=factor in shares),
                "people_within_alone": float(alone[factor][place]) if factor in alone else math.nan,
                "denominator_person_hours": float(whole_hours[place]),
                "people_beyond": float(beyond.people[place]),
                "as_of": inputs.study.study.as_of.isoformat(),
                "note": notes[place],
            }


def _hours(share: float, whole: float, *, is_active: bool) -> float:
    """Person-hours of a share: 0 where there is nothing to share, unknown where nothing was asked."""
    if not is_active:
        return math.nan
    return share * whole if whole > 0 else 0.0


def _places(inputs: Inputs, run: Run) -> list[tuple[str, str, str]]:
    """Kind, id and name of each place, in the order of what is beyond."""
    regions = [("region", str(gap.gap_id), str(gap.name)) for gap in run.gaps.itertuples(index=False)]
    areas = [("area", identity, name) for identity, name in zip(inputs.areas.ids, inputs.areas.names, strict=True)]
    return [*regions, *areas, ("outside", OUTSIDE_ID, OUTSIDE_NAME), ("all", ALL_ID, ALL_NAME)]


def _notes(inputs: Inputs, told: RunReasons) -> list[str]:
    """By place who is not asked, and that room at the centres is counted."""
    demand, region_count, area_count = told.run.demand, len(told.run.gaps), len(inputs.areas.ids)
    is_left_out = demand.answer_cell < 0
    by_zone = np.bincount(told.zone[is_left_out], weights=demand.people[is_left_out], minlength=area_count + 1)
    outside_grid = inputs.population.people_outside_grid
    by_zone[area_count] += outside_grid
    left_out = [0.0] * region_count + [*by_zone.tolist(), math.fsum(by_zone)]
    of_room = ["those who find no room at a centre are beyond too"] if "full" in told.factors else []
    of_people = [
        [f"{people:{',.0f' if people >= 1 else '.2g'}} people have no cell to start from and are not asked"]
        if people > 0
        else []
        for people in left_out
    ]
    return ["; ".join([*of_room, *some]) for some in of_people]
