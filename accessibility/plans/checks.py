"""Faults of ``[[plans]]``: what they name and the study has not, and what they ask that nothing can give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from accessibility.candidates import Candidates
from accessibility.inputs import Inputs
from accessibility.need_of_runs import need_groups
from accessibility.plans.posing import NEED
from accessibility.plans.starting import pillars_of, season_of
from accessibility.study_file import PlanTable, did_you_mean
from geo.faults import Faults
from geo.layers import list_names


def check_plans(inputs: Inputs, candidates: Candidates | None, *, faults: Faults) -> None:
    """Tell every fault of every plan that needs no search. ``candidates``: None if there are none, or a fault in them.

    That floors are too high only a run can tell; an infeasible plan is a result and no fault.
    """
    for name, count in Counter(table.name for table in inputs.study.plans).items():
        if count > 1:
            faults.error(
                where=inputs.study.file_name,
                which=f"[[plans]] {name}",
                what=f"the name stands {count} times",
                do="Give each its own",
            )
    for table in inputs.study.plans:
        _Check(inputs, table, faults).all(candidates)


class _Check:
    """The faults of one plan."""

    def __init__(self, inputs: Inputs, table: PlanTable, faults: Faults) -> None:
        self._inputs, self._table, self._faults = inputs, table, faults

    def all(self, candidates: Candidates | None) -> None:
        """Look for each."""
        inputs, table = self._inputs, self._table
        groups = [group.key for group in inputs.groups.groups]
        self._known("people", "group", table.people, [NEED, *groups])
        for floor in table.floors:
            if floor.group is not None:
                self._known("floors", "group", floor.group, groups)
            if floor.area is not None:
                self._known("floors", "area", floor.area, list(inputs.areas.ids))
        self._check_world()
        if candidates is not None:
            self._check_pillars(candidates)
        if table.release_hazards and inputs.study.hazards is None:
            self._error("release_hazards", "there are no hazards to release", "Add [hazards], or take it out")
        if table.budget == 0:
            what = "a budget of 0 builds nothing that costs anything; the plan tells what is reached as it is"
            self._notice("budget", what, "Write how much money there is, or leave it so")

    def _check_world(self) -> None:
        """Scenario, season and direction of the run that the plan starts from."""
        inputs, table, study = self._inputs, self._table, self._inputs.study
        if {"scenarios", "seasons"} & study.lost:
            return
        keys = [world.key for world in inputs.worlds]
        scenarios = list(dict.fromkeys(scenario for scenario, _ in keys))
        if self._known("scenario", "scenario", table.scenario, scenarios):
            seasons = list(dict.fromkeys(season for scenario, season in keys if scenario == table.scenario))
            self._known("season", "season", season_of(study, table), seasons)
        if "to" not in study.travel.directions:
            what = "plans are made of the way to care, which the study does not ask for"
            self._error("", what, 'Add "to" to [travel] directions')

    def _check_pillars(self, candidates: Candidates) -> None:
        """Pillars that no candidate gives, or nobody needs; and more sites than there are candidates."""
        inputs, table = self._inputs, self._table
        given = sorted({pillar for pillars in candidates.pillars for pillar in pillars})
        is_known = [self._known("pillars", "candidate that gives", pillar, given) for pillar in table.pillars or ()]
        pillars = pillars_of(inputs, table, candidates)
        needed = need_groups(inputs)
        unneeded = [pillar for pillar in pillars if pillar not in needed]
        if table.people == NEED and unneeded and all(is_known):
            what = f'people = "need", but no need of [demand] is for {list_names(unneeded)}'
            self._error("people", what, 'Add one to its table of needs, or write people = "everyone"')
        number = sum(bool(set(each) & set(pillars)) for each in candidates.pillars)
        if table.sites is not None and table.sites > number and all(is_known):
            what = f"{table.sites} sites are asked for, and {number} candidates may be chosen; all are taken that help"
            self._notice("sites", what, "Add candidates, or leave it so")

    def _known(self, key: str, kind: str, name: str, known: Sequence[str]) -> bool:
        """Whether a name is known; a fault if it is not."""
        if name not in known:
            what = f"there is no {kind} {name!r}{did_you_mean(name, list(known))}"
            self._error(key, what, f"Use one of {list_names(list(known))}" if known else "Leave it out")
        return name in known

    def _error(self, key: str, what: str, do: str) -> None:
        self._faults.error(where=self._inputs.study.file_name, which=self._which(key), what=what, do=do)

    def _notice(self, key: str, what: str, do: str) -> None:
        self._faults.notice(where=self._inputs.study.file_name, which=self._which(key), what=what, do=do)

    def _which(self, key: str) -> str:
        return f"[[plans]] {self._table.name} {key}".strip()
