"""Faults of ``[outreach]``: what it names and the study has not, and a team that cannot get on any road."""

from __future__ import annotations

import numpy as np

from accessibility.inputs import Inputs
from accessibility.need_of_runs import need_groups
from accessibility.outreach.asked import asked_for, base_rows, drive_worlds, pillar_of
from accessibility.outreach.drives import NEAR_ROAD_M, Roadway
from accessibility.runs import all_pillars
from accessibility.study_file import did_you_mean
from geo.faults import Faults
from geo.layers import list_names


def check_outreach(inputs: Inputs, *, faults: Faults) -> None:
    """Every fault of ``[outreach]`` that needs no search; nothing without the table."""
    table, study = inputs.study.outreach, inputs.study
    if table is None:
        return
    before = len(faults.errors)

    def error(key: str, what: str, do: str) -> None:
        faults.error(where=study.file_name, which=f"[outreach] {key}".strip(), what=what, do=do)

    pillars = list(all_pillars(inputs.worlds))
    if table.pillar is not None and table.pillar not in pillars:
        what = f"no centre serves the pillar {table.pillar!r}{did_you_mean(table.pillar, pillars)}"
        error("pillar", what, f"Use one of {list_names(pillars)}")
        return
    pillar = pillar_of(inputs)
    if pillar not in need_groups(inputs):
        what = f"nothing tells who needs the pillar {pillar!r}"
        error("pillar", what, "Name a pillar of a need, or add it to the table of [demand] needs")
    _check_profile(inputs, faults)
    _check_bases(inputs, faults)
    if study.roads is None:
        error("", "the study has no [roads], and a mobile team drives", "Add [roads], or remove [outreach]")
    if len(faults.errors) == before and not len(base_rows(inputs, inputs.centres)):
        error("bases", f"no centre of the pillar {pillar!r} is there to start from", "Name bases by their ids")
    if len(faults.errors) == before:
        _check_bases_on_roads(inputs, faults)
        _tell_nights(inputs, faults)
        _tell_withheld(inputs, faults)


def _check_profile(inputs: Inputs, faults: Faults) -> None:
    """The profile that drives: one of the study, no mix, with a vehicle."""
    where = inputs.study.file_name
    names = [profile.name for profile in inputs.profiles]
    with_vehicle = [profile.name for profile in inputs.profiles if profile.has_vehicle]
    asked = asked_for(inputs).profile
    if asked is not None and asked not in names:
        what = f"there is no profile {asked!r} in the study{did_you_mean(asked, names)}"
        do = f"Use one of {list_names(with_vehicle or names)}; a mix is none"
        faults.error(where=where, which="[outreach] profile", what=what, do=do)
    elif not with_vehicle or (asked is not None and asked not in with_vehicle):
        whose = "no profile of the study has a vehicle" if asked is None else f"the profile {asked!r} has no vehicle"
        do = "Add a profile with a vehicle to [[profiles]], and name it here"
        faults.error(where=where, which="[outreach] profile", what=f"{whose}, and a mobile team drives", do=do)


def _check_bases(inputs: Inputs, faults: Faults) -> None:
    """Ids of bases that are none, or named twice."""
    named = asked_for(inputs).bases or ()
    ids, where, which = list(inputs.centres.ids), inputs.study.file_name, "[outreach] bases"
    for base in dict.fromkeys(named):
        if base not in ids:
            known = base in inputs.read_centres.ids
            what = "is a centre that was refused" if known else f"is no id of a centre{did_you_mean(base, ids)}"
            faults.error(where=where, which=which, what=f"{base!r} {what}", do=f"Use some of {list_names(ids)}")
    if len(set(named)) < len(named):
        faults.error(where=where, which=which, what="a base is named twice", do="Name each once")


def _check_bases_on_roads(inputs: Inputs, faults: Faults) -> None:
    """Bases that have no road near enough in the first season; an error if none has."""
    world = drive_worlds(inputs, inputs.worlds)[0]
    rows = base_rows(inputs, world.centres)
    roadway = Roadway(world.ground.grid, world.ground.roads, None)
    node = roadway.node_near(*world.centres.xy[rows].T)
    if not len(rows) or not (node >= 0).any():
        faults.error(
            where=inputs.study.file_name,
            which="[outreach] bases",
            what=f"no base is within {NEAR_ROAD_M:g} m of a road that carries a vehicle",
            do="Name bases on roads, or check the roads and their speeds",
        )
        return
    off = [world.centres.ids[row] for row in rows[node < 0]]
    if off:
        faults.notice(
            where=inputs.study.file_name,
            which="[outreach] bases",
            what=f"{list_names(off)} {'is' if len(off) == 1 else 'are'} not within {NEAR_ROAD_M:g} m of a road that "
            "carries a vehicle; no tour begins there",
            do="Check their places and the roads, or leave them out of the bases",
        )


def _tell_nights(inputs: Inputs, faults: Faults) -> None:
    table = asked_for(inputs)
    if table.overnight_anywhere or table.nights_away == 0:
        return
    if len(np.unique(base_rows(inputs, inputs.centres))) < 2:  # noqa: PLR2004 - another one
        faults.notice(
            where=inputs.study.file_name,
            which="[outreach] overnight_anywhere",
            what="nights are spent at other bases alone, and there is one base, so every tour lasts one day",
            do="Name more bases, or let the team stay the night at its stops",
        )


def _tell_withheld(inputs: Inputs, faults: Faults) -> None:
    hazards = inputs.study.hazards
    if hazards is None or hazards.publish or "public" not in inputs.study.release.tiers:
        return
    faults.notice(
        where=inputs.study.file_name,
        which="[outreach]",
        what="the public tier shows nothing made with hazards, and where a team goes is never planned without them; "
        "it has no stops and no tours",
        do="Give the partner or analyst tier to who plans the tours",
    )
