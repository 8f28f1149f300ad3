"""The homes of a country, area by area: who lives there, their base answer, and what all of it adds up to."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.live.adding_up import (
    ALL_BINS,
    COMPARED,
    FIXED,
    PER_BAND,
    HomeArrays,
    Patch,
    add_up_areas,
    bins_of,
    gather_bins,
)
from accessibility.need import ALL_ID, ALL_NAME, OUTSIDE_ID, OUTSIDE_NAME, Demand, PeopleTime, band_column
from accessibility.reach import reach_steps
from accessibility.reach_measures import WITHOUT_MINUTES, people_by_step, reach_frame
from accessibility.search import NO_LAND_DATA
from geo.zones import band_cuts

Doubles = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_SHARES: Final = np.array([0.5, 0.9])
_ROUNDING: Final = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What homes add up to, one row for each place, those outside all areas last.

    ``counted``: (places, columns) as in ``measure_access``; ``compared``: as in a comparison with the base;
    ``quantiles``: (places, 2), median and p90; ``of_all``: those two over everyone.
    """

    counted: Doubles
    compared: Doubles
    quantiles: Doubles
    of_all: Doubles


class Homes:
    """The homes of one demand and their base answer, with everyone outside the grid as the last. Never changed."""

    def __init__(  # noqa: PLR0913 - who they are, where, and how they are counted
        self,
        demand: Demand,
        times: PeopleTime,
        place: npt.NDArray[np.int64],
        *,
        area_ids: Sequence[str],
        area_names: Sequence[str],
        bands_minutes: Sequence[float],
        threshold_minutes: float,
        people_outside_grid: float,
        has_free: bool,
    ) -> None:
        self.area_ids, self.area_names = tuple(area_ids), tuple(area_names)
        self.bands, self.threshold = np.array(bands_minutes, np.float64), float(threshold_minutes)
        self.count = len(area_ids) + 1
        people, minutes, status, is_adopted = demand.people, times.minutes, times.status, demand.is_adopted
        if people_outside_grid > 0:
            people, minutes = np.append(people, people_outside_grid), np.append(minutes, np.inf)
            status, is_adopted = np.append(status, np.uint8(NO_LAND_DATA)), np.append(is_adopted, False)
            place = np.append(place, self.count - 1)
        layers = 1 + len(self.bands) + FIXED + has_free
        size = len(place)
        cuts = np.array(band_cuts(size, self.count, layers=layers)[1:-1], np.int64)
        is_run = np.ones(size, np.bool_)
        is_run[1:] = place[1:] != place[:-1]
        is_run[cuts] = True
        order = np.argsort(place, kind="stable")
        self._at = np.empty(size, np.int32)
        self._at[order] = np.arange(size, dtype=np.int32)
        self._start = np.searchsorted(place[order], np.arange(self.count + 1)).astype(np.int64)
        self._homes = HomeArrays(
            people=people[order],
            minutes=minutes[order],
            status=status[order],
            is_adopted=is_adopted[order],
            is_run=is_run[order],
            band=np.searchsorted(cuts, order, side="right").astype(np.uint16),
        )
        reached = minutes[np.isfinite(minutes)]
        self._scale = (ALL_BINS - 2) / (2 * float(reached.max(initial=1.0)) + 1)
        self._bin = bins_of(self._homes.minutes, self._scale)
        self._weight = np.bincount(self._bin, weights=self._homes.people, minlength=ALL_BINS)
        self.base = self._figures(no_patch(), np.arange(self.count), None)

    @property
    def bytes_held(self) -> int:
        """The memory of all this."""
        return sum(each.nbytes for each in (*self._homes, self._at, self._bin, self._weight))

    def patch(self, home: Ints, minutes: Doubles, status: npt.NDArray[np.uint8]) -> Patch:
        """Other answers of some homes, numbered as in the demand; those that are as in the base are left out."""
        at = self._at[home].astype(np.int64)
        order = np.argsort(at)
        at, minutes, status = at[order], minutes[order], status[order]
        is_other = (self._homes.minutes[at] != minutes) | (self._homes.status[at] != status)
        return Patch(at=at[is_other], minutes=minutes[is_other], status=status[is_other])

    def with_patch(self, patch: Patch) -> Figures:
        """The figures with the answers of a patch; only the areas of its homes are added up again."""
        touched = np.unique(np.searchsorted(self._start, patch.at, side="right") - 1)
        return self._figures(patch, touched, self.base)

    def _figures(self, patch: Patch, chosen: Ints, base: Figures | None) -> Figures:
        rows, bands = len(chosen), len(self.bands)
        counted, quantiles = np.zeros((rows, 1 + bands + FIXED)), np.full((rows, 2), np.nan)
        compared = np.zeros((rows, COMPARED + PER_BAND * bands))
        begin = np.searchsorted(patch.at, self._start[chosen])
        add_up_areas(
            self._homes,
            patch,
            chosen,
            self._start,
            begin,
            self.bands,
            self.threshold,
            _SHARES,
            counted,
            compared,
            quantiles,
        )
        of_all = self._quantiles_of_all(patch)
        if base is None:
            return Figures(counted=counted, compared=compared, quantiles=quantiles, of_all=of_all)
        merged = [base.counted.copy(), base.compared.copy(), base.quantiles.copy()]
        for whole, part in zip(merged, (counted, compared, quantiles), strict=True):
            whole[chosen] = part
        return Figures(counted=merged[0], compared=merged[1], quantiles=merged[2], of_all=of_all)

    def _quantiles_of_all(self, patch: Patch) -> Doubles:
        weight, homes = self._weight.copy(), self._homes
        if not len(homes.people):
            return np.full(2, np.nan)
        np.subtract.at(weight, self._bin[patch.at], homes.people[patch.at])
        np.add.at(weight, bins_of(patch.minutes, self._scale), homes.people[patch.at])
        reached = np.cumsum(weight)
        wanted = _SHARES * float(self._weight.sum()) * (1 - _ROUNDING)
        chosen = np.minimum(np.searchsorted(reached, wanted), ALL_BINS - 1)
        near = np.unique(np.clip(np.concatenate([chosen - 1, chosen, chosen + 1]), 0, ALL_BINS - 1))
        near = near[near < ALL_BINS - 1]  # of those without an answer nothing need be known
        is_near = np.zeros(ALL_BINS, np.bool_)
        is_near[near] = True
        bins, minutes, people = gather_bins(homes, patch, self._bin, is_near, self._scale)
        found = []
        for share, bin_now in zip(wanted, chosen, strict=True):
            first = max(int(bin_now) - 1, 0)
            is_there = (bins >= first) & (bins <= bin_now + 1)
            order = np.argsort(minutes[is_there], kind="stable")
            so_far = (reached[first - 1] if first else 0.0) + np.cumsum(people[is_there][order])
            place = int(np.searchsorted(so_far, share))
            found.append(float(minutes[is_there][order][place]) if place < len(so_far) else math.inf)
        return np.array(found)

    def reach(self, figures: Figures, patch: Patch) -> pd.DataFrame:
        """Who reaches care within each step, with the answers of a patch and its figures: as in ``reach.parquet``."""
        bands, threshold = self.bands.tolist(), self.threshold
        minutes = self._homes.minutes.copy()
        minutes[patch.at] = patch.minutes
        steps = reach_steps(bands, threshold)
        place = np.repeat(np.arange(self.count), np.diff(self._start))
        within = people_by_step(place, minutes, self._homes.people, steps, count=self.count)
        named = [band_column(band) for band in bands]
        first = len(named) + 2  # after the population, the bands, and who is beyond the last one
        at = {"population": 0, **{name: row for row, name in enumerate(named, 1)}}
        at |= {f"population_{reason}": first + row for row, reason in enumerate(WITHOUT_MINUTES)}
        columns = {
            name: np.append(figures.counted[:, column], math.fsum(figures.counted[:, column]))
            for name, column in at.items()
        }
        access = pd.DataFrame({**self._names(), **columns})
        access["median_minutes"] = np.append(figures.quantiles[:, 0], figures.of_all[0])
        return reach_frame(within, access, bands_minutes=bands, steps_minutes=steps)

    @cached_property
    def base_reach(self) -> pd.DataFrame:
        """Who reaches care within each step in the base; kept, since every picture is told beside it."""
        return self.reach(self.base, no_patch())

    def headline(self, figures: Figures) -> dict[str, float]:
        """Figures of everyone by their names in ``areas.csv``, to the last digit; without that on hazards alone."""
        total = [math.fsum(column) for column in figures.counted.T]
        bands = [f"{band:g}" for band in self.bands]
        names = ["population", *(band_column(float(band)) for band in self.bands), f"population_beyond_{bands[-1]}_min"]
        names += ["population_no_way", "population_inside_hazards", "population_on_barrier"]
        names += ["population_no_land_data", "population_beyond_limit", "population_adopted"]
        values = dict(zip(names, total, strict=False))
        beyond, reached, spent = total[-3:]
        population = values["population"]
        values["median_minutes"], values["p90_minutes"] = (float(value) for value in figures.of_all)
        values["mean_reached_minutes"] = spent / reached if reached else math.nan
        values["unreached_share"] = 1 - reached / population if population else math.nan
        values["population_beyond_threshold"] = beyond
        return values

    def areas(self, figures: Figures) -> pd.DataFrame:
        """The rows of a comparison with the base: each area, outside all areas, all."""
        columns = self._compared_columns(figures)
        frame: dict[str, Any] = {**self._names(), **columns}
        for row, quantile in enumerate(("median_minutes", "p90_minutes")):
            for when, of in (("before", self.base), ("after", figures)):
                frame[f"{quantile}_{when}"] = np.append(of.quantiles[:, row], of.of_all[row])
        return pd.DataFrame(frame)

    def _names(self) -> dict[str, list[str]]:
        return {
            "area_id": [*self.area_ids, OUTSIDE_ID, ALL_ID],
            "area_name": [*self.area_names, OUTSIDE_NAME, ALL_NAME],
            "area_kind": ["area"] * len(self.area_ids) + ["outside", "all"],
        }

    def _compared_columns(self, figures: Figures) -> Mapping[str, Doubles]:
        names = ["population", "people_gaining", "people_losing", "person_minutes_gained", "person_minutes_lost"]
        names += ["people_cut_off", "people_reconnected"]
        for band in self.bands:
            within = f"within_{band:g}_min"
            names += [f"population_{within}_before", f"population_{within}_after"]
            names += [f"people_newly_{within}", f"people_no_longer_{within}"]
        by_place = np.ascontiguousarray(figures.compared.T)
        return {name: np.append(row, row.sum()) for name, row in zip(names, by_place, strict=True)}


def no_patch() -> Patch:
    """The answers of the base."""
    return Patch(at=np.empty(0, np.int64), minutes=np.empty(0), status=np.empty(0, np.uint8))


@dataclass(frozen=True, kw_only=True, eq=False)
class PatchedReach:
    """Who reaches care within each step, before a patch and after it: rows and columns of ``tables/reach.parquet``.

    Each is made when it is first asked for.
    """

    homes: Homes
    figures: Figures
    patch: Patch

    @cached_property
    def before(self) -> pd.DataFrame:
        """In the base."""
        return self.homes.base_reach

    @cached_property
    def after(self) -> pd.DataFrame:
        """With the answers of the patch."""
        return self.homes.reach(self.figures, self.patch)
