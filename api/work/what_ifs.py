"""A what-if as a job: the country after changes, however far they reach. About the population only."""

from __future__ import annotations

from typing import Any, Final

from accessibility.live import Reach, start_country
from api.callers import Tier
from api.changes import Asked as WhatIf
from api.changes import live_changes
from api.errors import NotThereError
from api.live_figures import area_figures, figures, gain_figures
from api.live_questions import check_pillars, ground_of, hidden_centres, question_of, run_asked
from api.releases import Catalogue
from api.work.asked import Asked, WorkError
from maps.disclaimers import WARNING

_ANY_REACH: Final = Reach(most=2**62, most_share=2.0)  # of all cells and places on roads


def answer_what_if(asked: Asked) -> dict[str, Any]:
    """The headline figures before and after, who gains, and the same by area; null where there is no figure."""
    try:
        return _answer(asked)
    except NotThereError as error:
        raise WorkError(str(error), status=404, title="Not there") from error


def _answer(asked: Asked) -> dict[str, Any]:
    release = str(asked.inputs["release"])
    what_if = WhatIf.model_validate(
        {name: each for name, each in asked.inputs.items() if name not in {"release", "tier"}}
    )
    catalogue = Catalogue(asked.releases)
    tier = catalogue.release(release).tier_for(Tier[asked.tier.upper()], asked=asked.tier)
    run_id, run = run_asked(tier, what_if.run)
    check_pillars(tier, what_if.changes)
    asked.progress("reading the ground", 0.0)
    ground = ground_of(tier, catalogue)
    country = start_country(
        ground,
        question_of(run),
        hidden_centres=hidden_centres(tier, ground),
        reach=_ANY_REACH,
        progress=lambda stage, share: asked.progress(stage, 0.1 + 0.5 * share),
    )
    asked.progress("searching the changed country", 0.6)
    picture = country.with_changes(live_changes(what_if.changes))
    year = tier.summary.get("population_year")
    return {
        "release": release,
        "tier": tier.name,
        "version": tier.version,
        "run": run_id,
        "changes": [change.model_dump(mode="json") for change in what_if.changes],
        "as_of": tier.as_of,
        "threshold_minutes": float(tier.summary["threshold_minutes"]),
        "changed_cells": len(picture.changed),
        "denominator": "people of the study" + (f", {year}" if year else ""),
        "headline_before": figures(picture.headline_before),
        "headline_after": figures(picture.headline_after),
        "gains": gain_figures(picture.gains),
        "areas": area_figures(tier, picture),
        "disclaimer": WARNING,
    }
