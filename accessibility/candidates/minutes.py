"""How far homes are from each candidate: bounded searches, kept sparse."""

from __future__ import annotations

from contextlib import closing
from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.candidates.values import CandidateMinutes, Candidates
from accessibility.need import Demand
from accessibility.search import TravelNetwork, places_reached
from geo.errors import InputError
from geo.hazards import Hazards
from geo.land import Land, NearestPassableCell
from geo.progress import Progress, silent

MOST_MB: Final = 2000.0
"""What the minutes of all candidates may take in memory, in megabytes of 10**6 bytes, unless told otherwise."""
_PAIR_BYTES: Final = 8  # an int32 and a float32
_BYTES_PER_MB: Final = 1e6
_SAMPLE: Final = 16  # sources, spread over all, from which it is estimated how many homes the others reach
_MORE_THAN_SAMPLED: Final = 1.25  # how much more they may reach than those

_Reached = tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]


def candidate_minutes(  # noqa: PLR0913 - what is searched, for whom, and how
    network: TravelNetwork,
    candidates: Candidates,
    demand: Demand,
    *,
    hazards: Hazards | None,
    within_minutes: float,
    threads: int | None = None,
    progress: Progress = silent,
    most_mb: float = MOST_MB,
) -> CandidateMinutes:
    """The homes within so many minutes of each candidate, in the network's direction, and their minutes.

    Minutes are those of a search for the candidate alone, rounded up to a float32: as a whole number of minutes is
    one, whoever is within it is so after rounding and nobody else. ``within_minutes`` is inclusive, and so is a shorter
    limit of the network's rules. Candidates of one cell are searched once, so many ``threads`` side by side (None: as
    many as processors; the answer is the same). A candidate of cell -1 is reached by nobody. Left out: homes without a
    cell to start from, homes inside ``hazards``, and homes whose people start from a cell inside them.

    Tells through ``progress`` how much memory it may take before it starts. If every candidate reached every home and
    that were more than ``most_mb``, a sample is searched first. Raises InputError if by that it would take more, or
    does so in the end, and for a candidate on a cell of the network where nobody can stand.
    """
    cells, row_of = np.unique(candidates.cell, return_inverse=True)
    is_asked = cells >= 0
    times_used = np.bincount(row_of, minlength=len(cells))
    place_cell = np.where(_is_asking(demand, network, hazards), demand.answer_cell, -1)
    homes = int(np.count_nonzero(place_cell >= 0))
    budget = _Budget(most_mb=most_mb, within_minutes=within_minutes, progress=progress)
    most = homes * int(times_used[is_asked].sum())
    reached: dict[int, _Reached] = {}
    sources = np.flatnonzero(is_asked)
    order = sources
    if budget.is_beyond(most):
        sampled = np.unique(sources[np.linspace(0, len(sources) - 1, min(_SAMPLE, len(sources))).astype(np.int64)])
        order = np.concatenate([sampled, np.setdiff1d(sources, sampled)])
        progress(f"searching from {len(sampled)} of {len(candidates):,} candidates first, to tell the memory", 0.0)
    else:
        sampled = sources[:0]
        budget.tell(most, len(candidates), homes, words="up to")
    pairs, of_sample = 0, 0
    answers = places_reached(network, cells[order], place_cell, within_minutes=within_minutes, threads=threads)
    with closing(answers):
        for number, (source, (home, minutes)) in enumerate(zip(order.tolist(), answers, strict=True), start=1):
            reached[source] = home.astype(np.int32), _rounded_up(minutes)
            pairs += len(home) * int(times_used[source])
            of_sample += len(home) if number <= len(sampled) else 0
            if number == len(sampled):
                expected = int(_MORE_THAN_SAMPLED * of_sample / len(sampled) * times_used[is_asked].sum())
                budget.check(max(expected, pairs), len(candidates), words="by a sample about")
                budget.tell(expected, len(candidates), homes, words="by a sample about")
            elif number > len(sampled):
                budget.check(pairs, len(candidates), words="already")
            progress("searching from each candidate", number / len(order))
    return _joined(reached, row_of, within_minutes=within_minutes)


def placed_on(candidates: Candidates, land: Land, *, within_m: float) -> npt.NDArray[np.int64]:
    """The cell of each candidate on another land, as of a season: its own, the nearest within a distance, or -1."""
    cell, _ = NearestPassableCell(land).of(candidates.xy[:, 0], candidates.xy[:, 1], within_m=within_m)
    return cell


class _Budget:
    """How much memory the answer may take, and the words for it."""

    def __init__(self, *, most_mb: float, within_minutes: float, progress: Progress) -> None:
        self._most_mb, self._within_minutes, self._progress = most_mb, within_minutes, progress

    def is_beyond(self, pairs: int) -> bool:
        return _mb_of(pairs) > self._most_mb

    def tell(self, pairs: int, candidates: int, homes: int, *, words: str) -> None:
        self._progress(
            f"searching from {candidates:,} candidates to {homes:,} homes, {words} {_mb_of(pairs):,.0f} MB", 0.0
        )

    def check(self, pairs: int, candidates: int, *, words: str) -> None:
        if self.is_beyond(pairs):
            raise InputError(
                f"the minutes of {candidates:,} candidates within {self._within_minutes:g} minutes take {words} "
                f"{_mb_of(pairs):,.0f} MB and may take {self._most_mb:,.0f}; name fewer candidates (a wider spacing_m, "
                "more min_people), or a shorter within_minutes of [candidates]"
            )


def _mb_of(pairs: int) -> float:
    return pairs * _PAIR_BYTES / _BYTES_PER_MB


def _is_asking(demand: Demand, network: TravelNetwork, hazards: Hazards | None) -> npt.NDArray[np.bool_]:
    """Homes that have a cell to start from, and neither it nor themselves inside a hazard."""
    is_asking = demand.answer_cell >= 0
    if hazards is not None:
        is_asking &= ~hazards.is_inside.ravel()[demand.home_cell]
    for each in (hazards, network.hazards):
        if each is not None:
            is_asking &= ~each.is_inside.ravel()[np.maximum(demand.answer_cell, 0)]
    return is_asking


def _rounded_up(minutes: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    rounded = minutes.astype(np.float32)
    return np.where(rounded < minutes, np.nextafter(rounded, np.float32(np.inf)), rounded)


def _joined(
    reached: dict[int, _Reached], row_of: npt.NDArray[np.integer], *, within_minutes: float
) -> CandidateMinutes:
    """What each source reached as the rows of its candidates; each is let go as soon as it is copied for the last."""
    rows = row_of.ravel()
    count = np.array([len(reached[row][0]) if row in reached else 0 for row in rows.tolist()], np.int64)
    start = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    home, minutes = np.empty(start[-1], np.int32), np.empty(start[-1], np.float32)
    by_source = np.argsort(rows, kind="stable")
    for place, candidate in enumerate(by_source.tolist()):
        source, part = int(rows[candidate]), slice(int(start[candidate]), int(start[candidate + 1]))
        if source not in reached:
            continue
        home[part], minutes[part] = reached[source]
        if place + 1 == len(by_source) or rows[by_source[place + 1]] != source:
            del reached[source]
    return CandidateMinutes(within_minutes=within_minutes, start=start, home=home, minutes=minutes)
