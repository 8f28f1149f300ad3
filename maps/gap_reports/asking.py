"""Which run and which place a report is asked of, by the ids that addresses carry."""

from __future__ import annotations

from collections.abc import Mapping

from accessibility.need import slug
from maps.gap_reports.values import AREA, OUTSIDE, WHOLE, Place
from maps.release_values import Run, Tier
from maps.run_key import BASE_SCENARIO, RUN_COLUMNS, RunKey

_WHOLE_NAME = "All areas"


def run_id(key: RunKey) -> str:
    """The id of a run: the slugs of its dimensions, joined by dots; stable from release to release."""
    return ".".join(slug(getattr(key, name)) for name in RUN_COLUMNS)


def run_of(tier: Tier, asked_id: str) -> Run | None:
    """The run with an id; None where the tier has no such run."""
    return next((run for run in tier.runs if run_id(run.key) == asked_id), None)


def run_asked(tier: Tier, asked: Mapping[str, str | None]) -> Run | None:
    """The first run that has all that is asked, by dimension, as a name or its slug; None where there is none.

    What is not asked is as in the study itself: its base scenario, ``to``, and hazards as recorded where there are
    runs with them; else the first of the release.
    """
    wanted = {name: slug(value) for name, value in asked.items() if value is not None}
    found = [run for run in tier.runs if all(slug(getattr(run.key, name)) == said for name, said in wanted.items())]
    if not found:
        return None
    order = {id(run): place for place, run in enumerate(tier.runs)}

    def rank(run: Run) -> tuple[int, bool, int, bool, bool, int]:
        key = run.key
        pillars = [each.key.pillar for each in tier.runs]
        profiles = [each.key.profile for each in tier.runs]
        is_other = key.scenario != BASE_SCENARIO
        place = order[id(run)]
        return (
            pillars.index(key.pillar),
            is_other,
            profiles.index(key.profile),
            key.direction != "to",
            not run.has_hazards,
            place,
        )

    return min(found, key=rank)


def place_asked(run: Run, asked: str | None) -> Place | None:
    """The place with the id of an area, ``outside`` or ``all``; the whole where None, None where there is no such."""
    if asked is None:
        return Place(kind=WHOLE, place_id=run.overall.area_id, name=_WHOLE_NAME)
    for kind in (AREA, OUTSIDE):
        for row in run.access:
            if row.area_kind == kind and asked == (row.area_id or kind):
                return Place(kind=kind, place_id=row.area_id, name=row.area_name)
    return place_asked(run, None) if asked in {WHOLE, run.overall.area_id} else None
