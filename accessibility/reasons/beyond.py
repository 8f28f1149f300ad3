"""What lies beyond the threshold in a run, at each place and for each set of cures: what reasons are shares of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accessibility.reasons.envelope import excess_minutes, lower_envelope
from accessibility.reasons.rationing import expected_excess, people_with_room, share_within
from accessibility.reasons.searches import Ways, either_way
from accessibility.reasons.shapley import Cured, every_set
from geo.zones import zone_sums

Doubles = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]
_NO_ROAD, _FULL = "no-road", "full"
_AT_ONCE = 1 << 17  # homes, so that the minutes of all sets of factors stay near 130 MB


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """From when on a way is too long, and the longest that counts, in minutes."""

    threshold_minutes: float
    most_minutes: float

    def excess(self, minutes: npt.ArrayLike) -> Doubles:
        """How far beyond the threshold ways are, in minutes."""
        return excess_minutes(minutes, threshold_minutes=self.threshold_minutes, most_minutes=self.most_minutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Who asks the centres and what these can give: people by home, of all homes, and capacity by row, a year."""

    people_per_year: Doubles
    capacity_per_year: Doubles


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesOfHomes:
    """The places that are told of: ``place``, int64 (kinds, homes), -1 for none, and how many there are of each kind.

    The last place of all is everybody.
    """

    place: npt.NDArray[np.int64]
    counts: tuple[int, ...]

    def sums(self, values: Doubles, homes: Rows) -> Doubles:
        """The sum of the values of some homes at each place, kind after kind, and last of all of them."""
        parts = [
            zone_sums(kind[homes], [values], count, threads=1).sums[0] if count else np.empty(0)
            for kind, count in zip(self.place, self.counts, strict=True)
        ]
        whole = zone_sums(np.zeros(len(homes), np.int64), [values], 1, threads=1).sums[0]
        return np.concatenate([*parts, whole])


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond:
    """By place: person-minutes beyond for each set of cures, the people beyond, and who is within by cures.

    ``people_within_alone``: by factor those whom curing it alone brings within; ``people_within_all``: curing all.
    """

    person_minutes: Mapping[Cured, Doubles]
    people: Doubles
    people_within_alone: Mapping[str, Doubles]
    people_within_all: Doubles


def measure_beyond(  # noqa: PLR0913 - whose ways, what counts, and where
    ways: Mapping[Cured, Ways],
    factors: Sequence[str],
    people: Doubles,
    places: PlacesOfHomes,
    bounds: Bounds,
    *,
    room: Room | None,
) -> Beyond:
    """What is beyond at each place for each set of active factors.

    ``ways``: for each set of the factors that change the question, all of the same homes; of all homes where there
    is a ``room`` to share out, because who asks a centre there depends on everybody. ``people``: of all homes.
    A cure is an offer: each home has the least of all sets within a set of cures.
    """
    homes, sets = next(iter(ways.values())).homes, list(every_set(factors))
    total = {cured: np.zeros(sum(places.counts) + 1) for cured in sets}
    far = {cured: np.empty(len(homes)) for cured in sets if len(cured) <= 1}  # the share of each home's people
    least_far = np.ones(len(homes))
    at_once = _AT_ONCE if room is None else max(len(homes), 1)
    for first in range(0, len(homes), at_once):
        here = slice(first, first + at_once)
        excess = {}
        for cured in sets:
            own = ways[cured - {_NO_ROAD, _FULL}].of(homes[here])
            is_short = None if _FULL in cured else room
            excess[cured], own_far = _beyond_by(own, bounds, by_links=_NO_ROAD in cured, room=is_short)
            least_far[here] = np.minimum(least_far[here], own_far)
            if cured in far:
                far[cured][here] = own_far
        for cured, least in lower_envelope(excess).items():
            total[cured] += places.sums(least * people[homes[here]], homes[here])
    now = far[frozenset()]
    gained = {factor: np.maximum(now - far[frozenset([factor])], 0.0) for factor in factors}
    return Beyond(
        person_minutes=total,
        people=places.sums(now * people[homes], homes),
        people_within_alone={factor: places.sums(share * people[homes], homes) for factor, share in gained.items()},
        people_within_all=places.sums((now - least_far) * people[homes], homes),
    )


def _beyond_by(ways: Ways, bounds: Bounds, *, by_links: bool, room: Room | None) -> tuple[Doubles, Doubles]:
    """By home the mean minutes beyond, and the share of its people who are; ``room`` is None where nobody lacks it."""
    minutes, centre = either_way(ways) if by_links else (ways.minutes, ways.centre)
    if room is None:
        excess = bounds.excess(minutes[:, 0])
        return excess, (excess > 0).astype(np.float64)
    threshold, most = bounds.threshold_minutes, bounds.most_minutes
    shared = people_with_room(minutes, centre, room.people_per_year[ways.homes], room.capacity_per_year)
    is_within = share_within(minutes, shared, threshold_minutes=threshold)
    excess = expected_excess(minutes, shared, threshold_minutes=threshold, most_minutes=most)
    return excess, np.clip(1.0 - is_within, 0.0, 1.0)
