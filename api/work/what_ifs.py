"""A what-if as a job: the country after changes, however far they reach. About the population only."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from accessibility.live import start_country
from api.callers import Tier
from api.changes import Asked as WhatIf
from api.changes import live_changes
from api.errors import NotThereError
from api.live_questions import check_pillars, ground_of, hidden_centres, question_of, run_asked
from api.releases import Catalogue
from api.work.asked import Asked, WorkError

_DISCLAIMER: Final = "No recorded hazard does not mean safe; not for navigation."


def answer_what_if(asked: Asked) -> dict[str, Any]:
    """The headline figures before and after, who gains, and the same by area; null where there is no figure."""
    try:
        return _answer(asked)
    except NotThereError as error:
        raise WorkError(str(error), status=404, title="Not there") from error


def _answer(asked: Asked) -> dict[str, Any]:
    release = str(asked.inputs["release"])
    what_if = WhatIf.model_validate({name: each for name, each in asked.inputs.items() if name != "release"})
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
        progress=lambda stage, share: asked.progress(stage, 0.1 + 0.5 * share),
    )
    asked.progress("searching the changed country", 0.6)
    picture = country.with_changes(live_changes(what_if.changes))
    return {
        "release": release,
        "version": tier.version,
        "run": run_id,
        "changes": [change.model_dump(mode="json") for change in what_if.changes],
        "headline_before": _plain(picture.headline_before),
        "headline_after": _plain(picture.headline_after),
        "gains": _plain(asdict(picture.gains)),
        "areas": [_plain(row) for row in picture.areas.to_dict("records")],
        "disclaimer": _DISCLAIMER,
    }


def _plain(values: Mapping[Any, Any]) -> dict[str, Any]:
    """Values as JSON has them: what is unknown, or no way, is null."""
    return {_name(name): _plain_value(value) for name, value in values.items()}


def _name(name: Any) -> str:
    return f"{name:g}_min" if isinstance(name, float) else str(name)


def _plain_value(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _plain(value)
    if hasattr(value, "item"):  # of numpy
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value
