"""Adding up one area's homes and finding its quantiles, with the answers of some homes replaced: compiled.

The sums are formed in the order and with the roundings of ``geo.zones.zone_sums`` and ``numpy.bincount``, so that an
area that is added up again has the bits of a run of the whole.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from accessibility.search import BARRIER, BEYOND_LIMIT, INSIDE_HAZARD, NO_LAND_DATA, NO_WAY, REACHED

Doubles = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

FIXED: Final = 10  # counted columns after the population and the bands
COMPARED: Final = 7  # columns of a comparison before those of the bands
PER_BAND: Final = 4
_BINS: Final = 4096
ALL_BINS: Final = 1 << 16
_ROUNDING: Final = 1e-12  # of all people; as in accessibility.need


class HomeArrays(NamedTuple):
    """Homes by place, in their order there: people, and the base answer; ``is_run``: where a run of one place begins.

    ``band``: the band of ``zone_sums`` that a home is added up in.
    """

    people: Doubles
    minutes: Doubles
    status: npt.NDArray[np.uint8]
    is_adopted: npt.NDArray[np.bool_]
    is_run: npt.NDArray[np.bool_]
    band: npt.NDArray[np.uint16]


class Patch(NamedTuple):
    """Homes with another answer than in the base: their places among the homes, rising, and the answers."""

    at: Ints
    minutes: Doubles
    status: npt.NDArray[np.uint8]

    @property
    def bytes_held(self) -> int:
        """17 bytes for each home."""
        return sum(int(each.nbytes) for each in (self.at, self.minutes, self.status))


@numba.njit(cache=True, nogil=True)
def _keep(sums: Any, lost: Any, place: Any, value: Any) -> None:
    """As in ``zone_sums``: add a value, and what rounding loses to what is lost."""
    before = sums[place]
    after = before + value
    if abs(before) >= abs(value):
        lost[place] += (before - after) + value
    else:
        lost[place] += (value - after) + before
    sums[place] = after


@numba.njit(cache=True, nogil=True)
def add_up_area(
    homes: Any, patch: Any, first: Any, end: Any, begin: Any, bands: Any, threshold: Any, counted: Any, compared: Any
) -> None:
    """Fill what is counted of homes first to end, and what is compared; ``begin``: the first patch not before them."""
    count, band_count = len(counted), len(bands)
    run, sums, lost = np.zeros(count), np.zeros(count), np.zeros(count)
    total, total_lost = np.zeros(count), np.zeros(count)
    compared[:] = 0.0
    place, last = begin, bands[band_count - 1]
    band = homes.band[first] if first < end else 0
    for home in range(first, end):
        if homes.is_run[home] and home > first:
            for column in range(count):
                _keep(sums, lost, column, run[column])
                run[column] = 0.0
            if homes.band[home] != band:
                band = homes.band[home]
                for column in range(count):
                    _keep(total, total_lost, column, sums[column])
                    total_lost[column] += lost[column]
                    sums[column], lost[column] = 0.0, 0.0
        people, was, had = homes.people[home], homes.minutes[home], homes.status[home]
        then, has = was, had
        if place < len(patch.at) and patch.at[place] == home:
            then, has = patch.minutes[place], patch.status[place]
            place += 1
        run[0] += people
        for column in range(band_count):
            if then <= bands[column]:
                run[1 + column] += people
        after_bands = 1 + band_count
        if has == REACHED:
            if then > last:
                run[after_bands] += people
            run[after_bands + 8] += people
            run[after_bands + 9] += people * then
        elif has == NO_WAY:
            run[after_bands + 1] += people
        elif has == INSIDE_HAZARD:
            run[after_bands + 2] += people
        elif has == BARRIER:
            run[after_bands + 3] += people
        elif has == NO_LAND_DATA:
            run[after_bands + 4] += people
        elif has == BEYOND_LIMIT:
            run[after_bands + 5] += people
        if homes.is_adopted[home]:
            run[after_bands + 6] += people
        if not then <= threshold:
            run[after_bands + 7] += people
        _compare(compared, people, was, then, bands)
    for column in range(count):
        _keep(sums, lost, column, run[column])
        _keep(total, total_lost, column, sums[column])
        total_lost[column] += lost[column]
        counted[column] = total[column] + total_lost[column]


@numba.njit(cache=True, nogil=True)
def _compare(compared: Any, people: Any, was: Any, then: Any, bands: Any) -> None:
    compared[0] += people
    if was != then:
        if was == np.inf:
            compared[6] += people
        elif then == np.inf:
            compared[5] += people
        elif then < was:
            compared[1] += people
            compared[3] += people * (was - then)
        else:
            compared[2] += people
            compared[4] += people * (then - was)
    for row in range(len(bands)):
        column = 7 + 4 * row
        if was <= bands[row]:
            compared[column] += people
            if not then <= bands[row]:
                compared[column + 3] += people
        if then <= bands[row]:
            compared[column + 1] += people
            if not was <= bands[row]:
                compared[column + 2] += people


@numba.njit(cache=True, nogil=True)
def area_quantiles(homes: Any, patch: Any, first: Any, end: Any, begin: Any, shares: Any, found: Any) -> None:
    """Fill the least minutes within which each share of the people of homes first to end are; NaN of nobody."""
    found[:] = np.nan
    size = end - first
    if size <= 0:
        return
    minutes = homes.minutes[first:end].copy()
    place = begin
    while place < len(patch.at) and patch.at[place] < end:
        minutes[patch.at[place] - first] = patch.minutes[place]
        place += 1
    people = homes.people[first:end]
    least, most = np.inf, 0.0
    for home in range(size):
        if minutes[home] < np.inf:
            least, most = min(least, minutes[home]), max(most, minutes[home])
    scale = (_BINS - 1) / (most - least) if most > least else 0.0
    weight = np.zeros(_BINS + 1)
    for home in range(size):
        weight[_bin_of(minutes[home], least, scale)] += people[home]
    everyone = weight.sum()
    for row in range(len(shares)):
        wanted = shares[row] * everyone * (1 - _ROUNDING)
        reached, chosen = 0.0, 0
        while chosen < _BINS and reached + weight[chosen] < wanted:
            reached += weight[chosen]
            chosen += 1
        if chosen == _BINS:
            found[row] = np.inf
            continue
        count = 0
        for home in range(size):
            count += _bin_of(minutes[home], least, scale) == chosen
        some, theirs = np.empty(count), np.empty(count)
        count = 0
        for home in range(size):
            if _bin_of(minutes[home], least, scale) == chosen:
                some[count], theirs[count] = minutes[home], people[home]
                count += 1
        found[row] = _within(some, theirs, reached, wanted)


@numba.njit(cache=True, nogil=True)
def _bin_of(minutes: Any, least: Any, scale: Any) -> Any:
    return np.int64((minutes - least) * scale) if minutes < np.inf else _BINS


@numba.njit(cache=True, nogil=True)
def _within(minutes: Any, people: Any, reached: Any, wanted: Any) -> Any:
    order = np.argsort(minutes)
    for home in order:
        reached += people[home]
        if reached >= wanted:
            return minutes[home]
    return minutes[order[-1]]


@numba.njit(cache=True, nogil=True)
def add_up_areas(
    homes: Any,
    patch: Any,
    chosen: Any,
    start: Any,
    begin: Any,
    bands: Any,
    threshold: Any,
    shares: Any,
    counted: Any,
    compared: Any,
    quantiles: Any,
) -> None:
    """The above for some places, in rows of (places, columns); ``begin``: by place the first patch not before it."""
    for row in range(len(chosen)):
        first, end = start[chosen[row]], start[chosen[row] + 1]
        add_up_area(homes, patch, first, end, begin[row], bands, threshold, counted[row], compared[row])
        area_quantiles(homes, patch, first, end, begin[row], shares, quantiles[row])


@numba.njit(cache=True, nogil=True)
def gather_bins(homes: Any, patch: Any, home_bin: Any, is_wanted: Any, scale: Any) -> Any:
    """Bin, minutes and people of all homes that lie in wanted bins, with the answers of the patch."""
    count, place = 0, 0
    bins, minutes, people = np.empty(1 << 12, np.int64), np.empty(1 << 12), np.empty(1 << 12)
    for home in range(len(home_bin)):
        bin_now, then = np.int64(home_bin[home]), np.nan
        if place < len(patch.at) and patch.at[place] == home:
            then = patch.minutes[place]
            bin_now = bin_of(then, scale)
            place += 1
        if not is_wanted[bin_now]:
            continue
        if np.isnan(then):
            then = homes.minutes[home]
        if count == len(bins):
            bins = np.concatenate((bins, np.empty(count, np.int64)))
            minutes, people = np.concatenate((minutes, np.empty(count))), np.concatenate((people, np.empty(count)))
        bins[count], minutes[count], people[count] = bin_now, then, homes.people[home]
        count += 1
    return bins[:count], minutes[:count], people[:count]


@numba.njit(cache=True, nogil=True)
def bin_of(minutes: Any, scale: Any) -> Any:
    """The bin of minutes among those of all homes; the last one holds who has no answer."""
    return min(np.int64(minutes * scale), ALL_BINS - 2) if minutes < np.inf else ALL_BINS - 1


@numba.njit(cache=True, nogil=True)
def bins_of(minutes: Any, scale: Any) -> Any:
    """``bin_of`` of each."""
    found = np.empty(len(minutes), np.uint16)
    for home in range(len(minutes)):
        found[home] = bin_of(minutes[home], scale)
    return found
