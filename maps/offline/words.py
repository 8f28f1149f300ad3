"""What the file says in its reader's language: titles of runs, dates, and everything that depends on the tier."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from accessibility.need import slug
from maps.languages import Words
from maps.release_values import Run, Tier
from maps.sentences import hazards_label
from maps.worlds import pillar_name, profile_name, season_name, world_name

_BETWEEN: Final = {"ar": "، "}


def run_titles(runs: Sequence[Run], tier: Tier, said: Words) -> list[str]:
    """What each run is called: its service, and whatever else tells it from the others of the file."""
    varied = [
        name
        for name in ("scenario", "season", "profile", "direction", "hazards")
        if len({getattr(run.key, name) for run in runs}) > 1
    ]
    join = _BETWEEN.get(said.language, ", ")
    return [join.join(_title(run, name, tier, said) for name in ("pillar", *varied)) for run in runs]


def day(date: str, said: Words) -> str:
    """A day in words; what is no date stays as it is."""
    try:
        return said.day(date)
    except ValueError:
        return date


def _title(run: Run, dimension: str, tier: Tier, said: Words) -> str:
    """The study's own title where it has one, else ours in the language of the file."""
    key = run.key
    own = {
        "pillar": pillar_name(key.pillar, tier),
        "scenario": world_name(key, tier),
        "season": season_name(key.season, tier),
        "profile": profile_name(key.profile, tier),
        "direction": key.direction,
        "hazards": hazards_label(run),
    }
    message = f"questions-{dimension}-{slug(getattr(key, dimension))}"
    if _has_title(run, dimension, tier):
        return own[dimension]
    return said.say(message) if said.has(message) else own[dimension]


def _has_title(run: Run, dimension: str, tier: Tier) -> bool:
    told = tier.parameters.get("services" if dimension == "pillar" else f"{dimension}s") or []
    return any(
        each.get("name") == getattr(run.key, dimension) and each.get("title") for each in told if isinstance(each, dict)
    )
