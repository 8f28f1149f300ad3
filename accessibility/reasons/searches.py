"""The searches behind the reasons: each question once, for all runs and sets of cures that ask it.

Networks are laid one after another and searched by threads; of each answer only the homes are kept that ask.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accessibility.need import Demand, people_time
from accessibility.reasons.brought_roads import RoadLinks, bring_roads, minutes_by_links
from accessibility.reasons.counterfactuals import Question, RoadsKey
from accessibility.reasons.laid_grounds import Laid, LaidGrounds
from accessibility.search import (
    Sources,
    TravelNetwork,
    TravelRules,
    lay_network,
    least_times_with_nodes,
    nearest_with_nodes,
)
from geo.hazards import Hazards
from geo.progress import Progress
from geo.units import minutes_from_seconds

Doubles = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]
Centres = npt.NDArray[np.int32]
NEAREST_COUNT = 5
_WAITING = 2  # networks laid ahead of the threads, each


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is wanted of a question: for which homes, a claim by home; whether by links too, and of several centres."""

    is_home: npt.NDArray[np.bool_]
    by_links: bool
    of_several: bool

    def joined(self, other: Wanted) -> Wanted:
        """What either wants."""
        return Wanted(
            is_home=self.is_home | other.is_home,
            by_links=self.by_links or other.by_links,
            of_several=self.of_several or other.of_several,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """The ways of some homes, ``homes`` rising: minutes to the nearest centres, (homes, k), and their rows, -1 none.

    inf is no way. ``linked``, ``linked_centre``: the same by the road that is brought to each; None if not wanted.
    """

    homes: Rows
    minutes: Doubles
    centre: Centres
    linked: Doubles | None
    linked_centre: Centres | None

    def of(self, homes: Rows) -> Ways:
        """The ways of some of these homes."""
        place = np.searchsorted(self.homes, homes)
        linked, centre = self.linked, self.linked_centre
        return Ways(
            homes=homes,
            minutes=self.minutes[place],
            centre=self.centre[place],
            linked=None if linked is None else linked[place],
            linked_centre=None if centre is None else centre[place],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """One search on one network, and what is taken of it."""

    question: Question
    wanted: Wanted
    hazards: Hazards | None
    sources: Sources
    demand: Demand
    links: RoadLinks | None


def search_all(
    wanted: Mapping[Question, Wanted], grounds: LaidGrounds, *, threads: int, progress: Progress
) -> dict[Question, Ways]:
    """The ways of each question. The same bits with any number of threads."""
    groups: dict[tuple[object, ...], list[Question]] = {}
    for question in wanted:  # those over the same land and roads share most of a network
        groups.setdefault((question.terrain, question.rules, _slows(question)), []).append(question)
    links = _Links(grounds, wanted)
    found: dict[Question, Ways] = {}
    waiting: deque[Future[list[tuple[Question, Ways]]]] = deque()
    with ThreadPoolExecutor(max_workers=threads) as pool:
        try:
            for number, questions in enumerate(groups.values()):
                progress("asking what would change", number / len(groups))
                laid = [grounds.ground_of(question) for question in questions]
                tasks = [
                    _Task(
                        question=question,
                        wanted=wanted[question],
                        hazards=ground.hazards,
                        sources=grounds.sources_of(question),
                        demand=grounds.demand_on(question),
                        links=links.of(question, ground, np.flatnonzero(wanted[question].is_home))
                        if wanted[question].by_links
                        else None,
                    )
                    for question, ground in zip(questions, laid, strict=True)
                ]
                waiting.append(pool.submit(_search_group, laid[0], questions[0].rules, tasks))
                while len(waiting) > _WAITING * threads:
                    found.update(waiting.popleft().result())
            while waiting:
                found.update(waiting.popleft().result())
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return found


class _Links:
    """The links of all homes that want one, laid once for each network of roads."""

    def __init__(self, grounds: LaidGrounds, wanted: Mapping[Question, Wanted]) -> None:
        self._grounds = grounds
        asking = [each.is_home for each in wanted.values() if each.by_links]
        self._homes = np.flatnonzero(np.logical_or.reduce(asking)) if asking else np.empty(0, np.int64)
        self._links: dict[RoadsKey, RoadLinks] = {}
        self._open_s: dict[tuple[object, ...], Doubles] = {}

    def of(self, question: Question, ground: Laid, homes: Rows) -> RoadLinks:
        """The links of the homes that ask a question, open where none of its hazards is in the way."""
        key = question.terrain.roads
        if key not in self._links:
            home_cell = self._grounds.demand_on(question).home_cell[self._homes]
            self._links[key] = bring_roads(ground.roads, key.network, ground.land.grid, home_cell)
        links = self._links[key]
        held = (key, question.hazards)
        if held not in self._open_s:
            self._open_s[held] = links.open_seconds(ground.hazards)
        place = np.searchsorted(self._homes, homes)
        return RoadLinks(
            node=links.node[place],
            seconds=self._open_s[held][place],
            start=links.start[place],
            end=links.end[place],
        )


def _slows(question: Question) -> object:
    """The hazards of a question if they change land and roads themselves, not only what of them is open."""
    hazards = question.hazards
    return hazards if hazards is not None and (hazards.areas["policy"] == "slow").any() else None


def _search_group(laid: Laid, rules: TravelRules, tasks: Sequence[_Task]) -> list[tuple[Question, Ways]]:
    free = lay_network(laid.land, laid.roads, rules=rules)
    networks: dict[int, TravelNetwork] = {}
    answers = []
    for task in tasks:
        if id(task.hazards) not in networks:
            networks[id(task.hazards)] = free if task.hazards is None else free.with_hazards(task.hazards)
        answers.append((task.question, _search(networks[id(task.hazards)], task)))
    return answers


def _search(network: TravelNetwork, task: _Task) -> Ways:
    if task.wanted.of_several:
        return _search_several(network, task)
    homes = np.flatnonzero(task.wanted.is_home)
    travel, node_seconds = least_times_with_nodes(network, task.sources)
    times = people_time(task.demand, travel, hazards=task.hazards)
    linked = None
    if task.links is not None:
        links, limit_minutes = task.links, network.rules.limit_minutes
        linked = minutes_by_links(links.seconds, links.node, node_seconds, limit_minutes=limit_minutes)[:, None]
    return Ways(
        homes=homes,
        minutes=times.minutes[homes][:, None],
        centre=times.nearest[homes][:, None],
        linked=linked,
        linked_centre=None,
    )


def _search_several(network: TravelNetwork, task: _Task) -> Ways:
    """The ways to several centres; who lives inside a hazard, or has no cell to start from, has none."""
    demand, hazards = task.demand, task.hazards
    homes = np.flatnonzero(task.wanted.is_home)
    at_cells, at_nodes = nearest_with_nodes(network, task.sources, count=NEAREST_COUNT)
    cell = np.maximum(demand.answer_cell[homes], 0)
    is_out = demand.answer_cell[homes] < 0
    if hazards is not None:
        is_out |= hazards.is_inside.ravel()[demand.home_cell[homes]]
    seconds = at_cells.seconds.reshape(NEAREST_COUNT, -1)[:, cell].T
    centre = at_cells.centre.reshape(NEAREST_COUNT, -1)[:, cell].T
    linked = linked_centre = None
    if task.links is not None:
        links, limit_minutes = task.links, network.rules.limit_minutes
        linked = minutes_by_links(links.seconds, links.node, at_nodes.seconds, limit_minutes=limit_minutes)
        linked_centre = np.where(np.isfinite(linked), at_nodes.centre[links.node], np.int32(-1))
    return Ways(
        homes=homes,
        minutes=np.where(is_out[:, None], np.inf, minutes_from_seconds(seconds)),
        centre=np.where(is_out[:, None], np.int32(-1), centre).astype(np.int32),
        linked=linked,
        linked_centre=None if linked_centre is None else linked_centre.astype(np.int32),
    )


def either_way(ways: Ways) -> tuple[Doubles, Centres]:
    """Minutes and rows of the nearest centres by a home's own way or by the road brought to it, the quicker of each."""
    if ways.linked is None:
        return ways.minutes, ways.centre
    if ways.linked_centre is None:
        return np.minimum(ways.minutes, ways.linked), ways.centre
    minutes = np.hstack([ways.minutes, ways.linked])
    centre = np.hstack([ways.centre, ways.linked_centre])
    rows = np.arange(len(minutes))[:, None]
    by_centre = np.lexsort((minutes, centre), axis=1)  # of a centre that stands twice the quicker comes first
    minutes, centre = minutes[rows, by_centre], centre[rows, by_centre]
    is_again = np.zeros(centre.shape, np.bool_)
    is_again[:, 1:] = centre[:, 1:] == centre[:, :-1]
    minutes, centre = np.where(is_again, np.inf, minutes), np.where(is_again, np.int32(-1), centre)
    by_minutes = np.lexsort((centre, minutes), axis=1)[:, : ways.minutes.shape[1]]
    return minutes[rows, by_minutes], centre[rows, by_minutes]


def joined_wants(wants: Iterable[tuple[Question, Wanted]]) -> dict[Question, Wanted]:
    """What all want of each question together, in the order in which they are first asked."""
    together: dict[Question, Wanted] = {}
    for question, wanted in wants:
        together[question] = together[question].joined(wanted) if question in together else wanted
    return together
