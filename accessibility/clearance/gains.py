"""What a release gives to people: whose time falls and by how much, who gets a way, who comes within a band."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accessibility.need import Demand
from accessibility.search import Opened, ReleaseTrials, minutes_of_keys
from geo.hazards import Hazards

_NO_CLUSTER = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What releasing some areas gives. People are counts, not yet rounded.

    ``people_inside``: live in the areas, and until then have no time; not all of them need have one then.
    ``people_gaining``: have a time already, and a shorter one then. ``person_minutes_gained``: how much
    shorter, one way, over those who have a time with all hazards. ``people_reconnected``: outside the
    areas, with no way before and one after. ``people_newly_within``: by band, those within it after
    and not before, whoever they are.
    """

    people_inside: float
    people_gaining: float
    person_minutes_gained: float
    people_reconnected: float
    people_newly_within: tuple[float, ...]

    def __add__(self, other: Gain) -> Gain:
        """Both one after the other; a person whose time falls twice counts twice among those gaining."""
        return Gain(
            people_inside=self.people_inside + other.people_inside,
            people_gaining=self.people_gaining + other.people_gaining,
            person_minutes_gained=self.person_minutes_gained + other.person_minutes_gained,
            people_reconnected=self.people_reconnected + other.people_reconnected,
            people_newly_within=tuple(
                mine + theirs for mine, theirs in zip(self.people_newly_within, other.people_newly_within, strict=True)
            ),
        )

    @property
    def is_nothing(self) -> bool:
        """Whether nobody's time changes, and nobody lives in the areas."""
        return self == no_gain(len(self.people_newly_within))


def no_gain(band_count: int) -> Gain:
    """The gain of a release that changes nothing."""
    return Gain(
        people_inside=0.0,
        people_gaining=0.0,
        person_minutes_gained=0.0,
        people_reconnected=0.0,
        people_newly_within=(0.0,) * band_count,
    )


class GainMeter:
    """Measures releases on the people of a demand; bands are inclusive, on unrounded minutes."""

    def __init__(
        self, demand: Demand, hazards: Hazards, trials: ReleaseTrials, bands_minutes: tuple[float, ...]
    ) -> None:
        cell_count = trials.network.grid.cell_count
        cluster = np.full(cell_count, _NO_CLUSTER, np.int32)
        moves = hazards.moves
        of_entry = np.repeat(np.arange(len(moves.start) - 1), np.diff(moves.start))
        cluster[moves.cell[moves.is_inside]] = of_entry[moves.is_inside]
        is_answered = demand.answer_cell >= 0
        answer = demand.answer_cell[is_answered]
        order = np.argsort(answer, kind="stable")
        self.bands_minutes = bands_minutes
        self.people = demand.people[is_answered][order]
        self.answer = answer[order]
        self.home_cluster = cluster[demand.home_cell[is_answered][order]]
        self.answer_cluster = cluster[self.answer]
        distinct, self._start = np.unique(self.answer, return_index=True)
        self._start = np.append(self._start, len(self.answer)).astype(np.int64)
        self._row_of_cell = np.full(cell_count, -1, np.int32)
        self._row_of_cell[distinct] = np.arange(len(distinct))
        self._by_cluster: dict[int, list[int]] = {}
        for clusters in (self.home_cluster, self.answer_cluster):
            for entry in np.flatnonzero(clusters != _NO_CLUSTER).tolist():
                self._by_cluster.setdefault(int(clusters[entry]), []).append(entry)
        self.had_time = self._has_time(self.answer, trials.keys[self.answer], trials.is_released)

    def entries_inside(self, clusters: frozenset[int]) -> npt.NDArray[np.int64]:
        """The entries that live in these clusters, or take their answer from a cell there."""
        found = [entry for cluster in clusters for entry in self._by_cluster.get(cluster, [])]
        return np.unique(np.array(found, np.int64))

    def measure(
        self, opened: Opened, keys: npt.NDArray[np.uint64], clusters: frozenset[int], is_released: npt.NDArray[np.bool_]
    ) -> Gain:
        """What a release gives; ``keys`` and ``is_released`` are those before it, or after it if it was kept."""
        row = self._row_of_cell[opened.cell]
        row = row[row >= 0]
        inside = self.entries_inside(clusters)
        if not len(row) and not len(inside):
            return no_gain(len(self.bands_minutes))
        counts = self._start[row + 1] - self._start[row]
        first = np.repeat(self._start[row] - (np.cumsum(counts) - counts), counts)
        entry = np.union1d(first + np.arange(counts.sum()), inside)
        answer = self.answer[entry]
        before, after = self._keys(opened, keys, answer)
        chosen = list(clusters)
        was_released, is_then = is_released.copy(), is_released.copy()
        was_released[chosen], is_then[chosen] = False, True
        had, has = self._is_outside(entry, was_released), self._is_outside(entry, is_then)
        minutes_before = np.where(had, minutes_of_keys(before), np.inf)
        minutes_after = np.where(has, minutes_of_keys(after), np.inf)
        people = self.people[entry]
        is_inside = has & ~had
        is_shorter = had & np.isfinite(minutes_before) & (minutes_after < minutes_before)
        is_joined = had & ~np.isfinite(minutes_before) & np.isfinite(minutes_after)
        is_counted = is_shorter & self.had_time[entry]
        saved = minutes_before[is_counted] - minutes_after[is_counted]
        return Gain(
            people_inside=float(people[is_inside].sum()),
            people_gaining=float(people[is_shorter].sum()),
            person_minutes_gained=float((people[is_counted] * saved).sum()),
            people_reconnected=float(people[is_joined].sum()),
            people_newly_within=tuple(
                float(people[(minutes_after <= band) & ~(minutes_before <= band)].sum()) for band in self.bands_minutes
            ),
        )

    def _keys(
        self, opened: Opened, keys: npt.NDArray[np.uint64], answer: npt.NDArray[np.int64]
    ) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
        """The keys of answers before and after."""
        before = keys[answer]
        after = before.copy()
        if len(opened.cell):
            order = np.argsort(opened.cell)
            place = np.minimum(np.searchsorted(opened.cell[order], answer), len(order) - 1)
            is_changed = opened.cell[order][place] == answer
            before[is_changed] = opened.before[order][place[is_changed]]
            after[is_changed] = opened.after[order][place[is_changed]]
        return before, after

    def _is_outside(self, entry: npt.NDArray[np.int64], is_released: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Whether neither home nor answer of entries lies in an area that is not released."""
        is_free = np.append(is_released, True)  # the last stands for no cluster, -1
        return np.asarray(is_free[self.home_cluster[entry]] & is_free[self.answer_cluster[entry]])

    def _has_time(
        self, answer: npt.NDArray[np.int64], keys: npt.NDArray[np.uint64], is_released: npt.NDArray[np.bool_]
    ) -> npt.NDArray[np.bool_]:
        return self._is_outside(np.arange(len(answer)), is_released) & np.isfinite(minutes_of_keys(keys))
