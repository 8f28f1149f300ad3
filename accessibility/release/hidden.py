"""The last look before a tier is written: no table tells of what the tier does not show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pandas as pd

from accessibility.release.content import TierContent
from accessibility.run_dimensions import WITH_HAZARDS
from geo.errors import ReleaseError

_CENTRE_IDS: Final = {"directory": "id", "centre_load": "centre_id"}
_NAMING_HAZARDS: Final = {"reasons": "factor", "ranges": "kind", "data_age": "input"}


def refuse_hidden(content: TierContent) -> None:
    """Refuse tables that tell of what their tier does not show: hazards, scenarios, centres. Raises ReleaseError.

    Tables are made for each tier; this stands between a slip there and the public.
    """
    frames = {} if content.need is None else dict(content.need.frames())
    rasters: set[str] = set()
    if content.why is not None:
        frames |= content.why.frames
        rasters = set(content.why.rasters) - {run.folder for run in content.runs}
    if content.plans is not None:
        frames |= content.plans.frames
    hidden = list(_hidden_plans(content))
    hidden += [told for name, frame in frames.items() for told in _hidden_in(name, frame, content)]
    hidden += [f"rasters of a run that is not shown: {folder}" for folder in sorted(rasters)]
    if hidden:
        raise ReleaseError(
            f"The tables of a tier tell of what it does not show: {'; '.join(hidden)}. Make them for this tier."
        )


def _hidden_plans(content: TierContent) -> Iterator[str]:
    plans = content.plans
    if plans is None:
        return
    if plans.kept_back and (plans.rasters or plans.files or any(name.startswith("plan") for name in plans.frames)):
        yield "plans: some are told where they are kept back"
    known = {*content.read_centres.ids, ""}
    for name in ("plan", "plan_candidates"):
        if name in plans.frames and not set(plans.frames[name]["centre_id"]) <= known:
            yield f"{name}: a centre that is not shown"


def _hidden_in(name: str, frame: pd.DataFrame, content: TierContent) -> Iterator[str]:
    if not content.shows_hazards:
        if "hazards" in frame and frame["hazards"].eq(WITH_HAZARDS).any():
            yield f"{name}: rows with hazards"
        column = _NAMING_HAZARDS.get(name)
        told = frame[frame["is_active"]] if "is_active" in frame else frame  # what is not asked says nothing
        if column is not None and told[column].str.contains("hazard").any():
            yield f"{name}: rows about hazards"
    scenarios = {world.key[0] for world in content.worlds}
    if "scenario" in frame and not set(frame["scenario"]) <= scenarios:
        yield f"{name}: rows of a scenario that is not shown"
    column = _CENTRE_IDS.get(name)
    if column is not None and not set(frame[column]) <= set(content.read_centres.ids):
        yield f"{name}: a centre that is not shown"
