"""Referral in the runs: how long the chain of levels takes beside the straight way, and whom it leaves without one."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, Final

import numpy as np
import pandas as pd

from accessibility.calibration.chains import WHOLE, Chains, find_chains
from accessibility.inputs import Inputs
from accessibility.need import (
    Centres,
    PeopleTime,
    band_column,
    key_of,
    level_labels,
    measure_access,
    people_time,
)
from accessibility.runs import Networks, Run
from accessibility.search import NO_WAY, Sources, TravelNetwork, TravelTime
from accessibility.study_file import BASE_SCENARIO, ReferralTable
from geo.faults import Faults
from geo.layers import list_names, nearest_name
from geo.progress import Progress

REFERRAL_COLUMNS: Final = (
    "levels",
    "place_kind",
    "place_id",
    "place_name",
    "measure",
    "direct",
    "chain",
    "best_chain",
    "unit",
    "denominator",
    "people_without_chain",
    "as_of",
    "note",
)
_UNANSWERED: Final = (
    "population_no_way",
    "population_inside_hazards",
    "population_on_barrier",
    "population_no_land_data",
    "population_beyond_limit",
)
_PEOPLE, _SHARE, _MINUTES = "people", "share", "minutes"


def check_referral(inputs: Inputs, *, faults: Faults) -> None:
    """Tell levels that no centre of the base has, pillars that lack one, and runs that lead the other way."""
    table, study = inputs.study.referral, inputs.study
    if table is None:
        return
    if "to" not in study.travel.directions:
        faults.error(
            where=study.file_name,
            which="[referral]",
            what="a chain leads to the centres, and the study asks for ways from them alone",
            do='Add "to" to [travel] directions, or remove [referral]',
        )
    keys = [key_of(level) for level in table.levels]
    twice = [level for place, level in enumerate(table.levels) if keys.index(keys[place]) != place]
    if twice:
        what, do = f"{twice[0]!r} is one level with another spelling of it", "Name each level once"
        faults.error(where=study.file_name, which="[referral] levels", what=what, do=do)
    there = _levels_of(inputs.centres, None)
    for level in dict.fromkeys(table.levels):
        if key_of(level) not in there:
            near = nearest_name(key_of(level), there)
            has = f"those that they have are {list_names(there)}" if there else "no centre has one"
            faults.error(
                where=study.file_name,
                which="[referral] levels",
                what=f"no centre of the base has the level {level!r}"
                + (f" (did you mean {near!r}?)" if near else "")
                + f"; {has}",
                do="Use levels that centres have, or give the centres theirs ([centres] level names the column)",
            )
    if set(keys) <= set(there):
        _check_pillars(inputs, table, faults=faults)


def _check_pillars(inputs: Inputs, table: ReferralTable, *, faults: Faults) -> None:
    known = inputs.centres.all_pillars
    for pillar in table.pillars or ():
        which = f"[referral] pillars {pillar}"
        lacking = [level for level in table.levels if key_of(level) not in _levels_of(inputs.centres, pillar)]
        if pillar not in known:
            near = nearest_name(pillar, known)
            what = f"no centre serves {pillar!r}" + (f" (did you mean {near!r}?)" if near else "")
            faults.error(where=inputs.study.file_name, which=which, what=what, do=f"Use one of {list_names(known)}")
        elif lacking:
            what = f"none of its centres has the level {list_names(lacking)}"
            do = "Leave the pillar out, or the level"
            faults.error(where=inputs.study.file_name, which=which, what=what, do=do)
    chained = pillars_of(table, inputs.centres)
    if table.pillars is None and not chained:
        faults.error(
            where=inputs.study.file_name,
            which="[referral] levels",
            what="no pillar has a centre of each level, so that no chain has an end",
            do="Leave out levels, or give the centres of one pillar all of them",
        )
    elif table.pillars is None and len(chained) < len(known):
        left = [pillar for pillar in known if pillar not in chained]
        faults.notice(
            where=inputs.study.file_name,
            which="[referral]",
            what=f"the pillars {list_names(left)} have no centre of some level and no chain",
            do="Name the pillars that are meant under [referral] pillars",
            is_restricted=True,
        )


def pillars_of(table: ReferralTable, centres: Centres) -> tuple[str, ...]:
    """The pillars that chains are followed for: those that the study names, else all that have every level."""
    if table.pillars is not None:
        return table.pillars
    keys = {key_of(level) for level in table.levels}
    return tuple(pillar for pillar in centres.all_pillars if keys <= set(_levels_of(centres, pillar)))


def referral_frame(inputs: Inputs, runs: Sequence[Run], *, progress: Progress) -> pd.DataFrame:
    """The straight way and the chain of each run of the base to centres: dimensions, levels, place, measure, ...

    ``direct``: to the nearest centre of the last level. ``chain``: by the nearest of each level. ``best_chain``: NaN
    where the study does not ask for it. All areas together have every measure, each area the median alone. Quantiles
    are over everyone, those without a way last: inf is a quantile that has none. ``people_without_chain`` of the
    place; for each step a row counts those whose chain ends there for want of a way. Centres are those of the
    run's world and pillar. Without ``[referral]`` an empty frame.
    """
    table = inputs.study.referral
    asked = [run for run in runs if run.world.key[0] == BASE_SCENARIO and run.direction == "to"]
    if table is not None:  # a tier may not show every centre
        worlds = {id(run.world): run.world for run in asked}.values()
        chained = {pillar for world in worlds for pillar in pillars_of(table, world.centres)}
        asked = [run for run in asked if run.pillar in chained]
    columns = [*(runs[0].dimensions if runs else ()), *REFERRAL_COLUMNS]
    if table is None or not asked:
        return pd.DataFrame(columns=columns)
    frames = []
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as threads:
        for number, (run, chains) in enumerate(_each(inputs, asked, table, threads), start=1):
            frames.append(_frame(inputs, run, chains, table).assign(**run.dimensions))
            progress("following chains of referral", number / len(asked))
    return pd.concat(frames, ignore_index=True)[columns]


def _each(
    inputs: Inputs, runs: Sequence[Run], table: ReferralTable, threads: ThreadPoolExecutor
) -> Iterator[tuple[Run, Chains]]:
    """The chains of each run; few are held at once."""
    networks = Networks(inputs, threads)
    waiting: list[tuple[Run, Future[Chains]]] = []
    for run in runs:
        network = networks.of(run.world, "to", has_hazards=run.has_hazards)
        levels = [_sources(run, level) for level in table.levels]
        waiting.append((run, threads.submit(_find, network, levels, table)))
        if len(waiting) > (os.cpu_count() or 1):
            first, future = waiting.pop(0)
            yield first, future.result()
    for run, future in waiting:
        yield run, future.result()


def _find(network: Future[TravelNetwork], levels: Sequence[Sources], table: ReferralTable) -> Chains:
    return find_chains(network.result(), levels, stay_minutes=table.stay_minutes, has_best=table.best_chain)


def _sources(run: Run, level: str) -> Sources:
    """The centres of a run's pillar that have a level."""
    centres = run.world.centres
    rows = [row for row in centres.rows_serving(run.pillar) if key_of(centres.levels[row]) == key_of(level)]
    row = np.array(rows, dtype=np.int32)
    return Sources(cell=centres.cell[row], row=row)


def _levels_of(centres: Centres, pillar: str | None) -> list[str]:
    """The levels that centres of the base have, of one pillar or of any, sorted."""
    return sorted(
        {
            key_of(level)
            for level, pillars in zip(centres.levels, centres.pillars, strict=True)
            if level and (pillar in pillars if pillar is not None else pillars)
        }
    )


def _frame(inputs: Inputs, run: Run, chains: Chains, table: ReferralTable) -> pd.DataFrame:
    access, times_of = partial(_access, inputs, run), partial(_times, run)
    direct, chain = access(times_of(chains.direct)), access(times_of(chains.chain))
    best = None if chains.best is None else access(times_of(chains.best))
    labels = level_labels()
    levels = " > ".join(labels.get(key_of(level), level) for level in table.levels)
    note = f"a stay of {table.stay_minutes:g} minutes at each stop" if len(table.levels) > 1 else "no stop on the way"
    rows: list[dict[str, Any]] = []
    for place in range(len(chain)):
        here = chain.iloc[place]
        said = {
            "place_kind": here["area_kind"],
            "place_id": here["area_id"],
            "place_name": here["area_name"],
            "denominator": here["population"],
            "people_without_chain": math.fsum(here[column] for column in _UNANSWERED),
        }
        measures = _measures(inputs) if here["area_kind"] == "all" else _medians()
        for measure, (unit, of_row) in measures.items():
            values = {"direct": of_row(direct.iloc[place]), "chain": of_row(here)}
            values["best_chain"] = math.nan if best is None else of_row(best.iloc[place])
            rows.append({**said, "measure": measure, **values, "unit": unit})
        if here["area_kind"] == "all":
            rows += [{**said, **each} for each in _stops(run, chains, table)]
    frame = pd.DataFrame(rows)
    return frame.assign(levels=levels, as_of=inputs.study.study.as_of.isoformat(), note=note)


def _times(run: Run, travel: TravelTime) -> PeopleTime:
    return people_time(run.demand, travel, hazards=run.world.ground.hazards if run.has_hazards else None)


def _access(inputs: Inputs, run: Run, times: PeopleTime) -> pd.DataFrame:
    return measure_access(
        run.demand,
        times,
        inputs.areas,
        bands_minutes=inputs.study.travel.bands_minutes,
        threshold_minutes=inputs.study.gaps.threshold_minutes,
        people_outside_grid=inputs.population.people_outside_grid,
    )


_OfRow = Callable[["pd.Series[Any]"], float]


def _medians() -> dict[str, tuple[str, _OfRow]]:
    return {"median_minutes": (_MINUTES, lambda row: float(row["median_minutes"]))}


def _measures(inputs: Inputs) -> dict[str, tuple[str, _OfRow]]:
    """Unit of each measure, and how it is read from a row of the table of access."""

    def people(column: str, row: pd.Series[Any]) -> float:
        return float(row[column])

    def share(column: str, row: pd.Series[Any]) -> float:
        return float(row[column] / row["population"]) if row["population"] else math.nan

    measures: dict[str, tuple[str, _OfRow]] = {}
    for band in inputs.study.travel.bands_minutes:
        measures[band_column(band)] = (_PEOPLE, partial(people, band_column(band)))
        measures[f"share_within_{band:g}_min"] = (_SHARE, partial(share, band_column(band)))
    measures["beyond_threshold_people"] = (_PEOPLE, partial(people, "population_beyond_threshold"))
    measures["beyond_threshold_share"] = (_SHARE, partial(share, "population_beyond_threshold"))
    measures["unreached_share"] = (_SHARE, partial(people, "unreached_share"))
    for quantile in ("median_minutes", "p90_minutes", "mean_reached_minutes"):
        measures[quantile] = (_MINUTES, partial(people, quantile))
    return measures


def _stops(run: Run, chains: Chains, table: ReferralTable) -> Iterator[dict[str, Any]]:
    """For each step the people whose chain ends there for want of a way; straight to the last level likewise."""
    people, cell = run.demand.people, np.maximum(run.demand.answer_cell, 0)
    is_stopped = _times(run, chains.chain).status == NO_WAY
    at = np.where(is_stopped, chains.stopped_at.ravel()[cell], WHOLE)
    for step, level in enumerate(table.levels, start=1):
        direct = math.nan
        if step == len(table.levels):
            direct = math.fsum(people[_times(run, chains.direct).status == NO_WAY])
        yield {
            "measure": f"people_without_way_to_{key_of(level)}",
            "direct": direct,
            "chain": math.fsum(people[at == step]),
            "best_chain": math.nan,
            "unit": _PEOPLE,
        }
