"""Faults of ``[reasons]`` and ``[priority]``: what they name and the study has not, and a longest way too short."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from accessibility.profiles import Profile
from accessibility.study_file import StudyFile, did_you_mean
from geo.faults import Faults
from geo.layers import list_names


def check_reasons(study: StudyFile, profiles: Sequence[Profile] | None, *, faults: Faults) -> None:
    """Tell what is wrong with ``[reasons]`` beside the rest of a study; profiles are None where they have a fault."""
    table = study.reasons
    _check_priority(study, faults)
    if table is None:
        return
    threshold = study.gaps.threshold_minutes
    if table.most_minutes <= threshold and "gaps" not in study.lost:
        what = f"{table.most_minutes:g} is not above the threshold of {threshold:g} minutes, so nobody's way counts"
        do = "Give more minutes, such as 600, or a lower [gaps] threshold_minutes"
        _error(study, "most_minutes", what, do, faults)
    names = [profile.name for profile in profiles or ()]
    if profiles is not None and table.reference_profile is not None and table.reference_profile not in names:
        hint = did_you_mean(table.reference_profile, names)
        what = f"there is no profile {table.reference_profile!r} in the study{hint}"
        _error(study, "reference_profile", what, f"Use one of {list_names(names)}; a mix is none", faults)
    if "scenarios" not in study.lost:
        barriers = [*study.land.barriers, *(path for scenario in study.scenarios for path in scenario.barriers)]
        for boundary in table.boundaries:
            if boundary not in barriers:
                _unknown_boundary(study, boundary, barriers, faults)


def check_reason_pillars(study: StudyFile, pillars: Sequence[str], *, faults: Faults) -> None:
    """Tell pillars that ``[reasons]`` names and nothing in the study asks for."""
    for pillar in (() if study.reasons is None else study.reasons.pillars) or ():
        if pillar not in pillars:
            what = f"no run asks for the pillar {pillar!r}{did_you_mean(pillar, pillars)}"
            _error(study, "pillars", what, f"Use some of {list_names(list(pillars))}", faults)


def _check_priority(study: StudyFile, faults: Faults) -> None:
    """Tell weights of which nothing, or not all that they name, can be known."""
    if "priority" not in study.model_fields_set or {"reasons", "uncertainty", "priority"} & set(study.lost):
        return
    where, which = study.file_name, "[priority]"
    weighing = [part for part, weight in study.priority.weights.items() if weight > 0]
    if study.reasons is None:
        what = "the study has no [reasons], so that there are no regions with reasons to put in an order"
        faults.notice(where=where, which=which, what=what, do="Add [reasons], or remove [priority]")
    elif study.uncertainty is None and weighing == ["steadiness"]:
        what = "steadiness alone weighs, and without [uncertainty] it is not known of any region"
        do = "Add [uncertainty], or weigh people, depth, need or no-way"
        faults.error(where=where, which=f"{which} weights", what=what, do=do)
    elif study.uncertainty is None and "steadiness" in weighing:
        what = "steadiness weighs nothing, since without [uncertainty] it is not known of any region"
        faults.notice(where=where, which=f"{which} weights", what=what, do="Add [uncertainty], or leave steadiness out")


def _unknown_boundary(study: StudyFile, boundary: Path, barriers: Sequence[Path], faults: Faults) -> None:
    known = list(dict.fromkeys(map(str, barriers)))
    what = f"{boundary} is among the barriers of neither [land] nor a scenario{did_you_mean(str(boundary), known)}"
    do = f"Use some of {list_names(known)}" if known else "Name it in [land] barriers too"
    _error(study, "boundaries", what, do, faults)


def _error(study: StudyFile, key: str, what: str, do: str, faults: Faults) -> None:
    faults.error(where=study.file_name, which=f"[reasons] {key}", what=what, do=do)
