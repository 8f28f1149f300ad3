"""Scenarios and seasons of a tier: what they are called, and which centres serve in them."""

from __future__ import annotations

from typing import Any

from accessibility.need import order_pillars, pillar_label
from maps.effects_values import World
from maps.release_values import Centre, Tier
from maps.run_key import RunKey
from maps.words import name_in_words


def world_of(key: RunKey, tier: Tier) -> World | None:
    """The scenario and season of a run; None where the tier does not tell of it."""
    return next((each for each in tier.effects.worlds if (each.scenario, each.season) == key.world), None)


def world_name(key: RunKey, tier: Tier) -> str:
    """What a scenario and season are called; by their keys where the tier has no title, the season only if it tells."""
    world = world_of(key, tier)
    if world is not None and world.title:
        return world.title
    has_seasons = len({run.key.season for run in tier.runs}) > 1
    season = f", {name_in_words(key.season).lower()}" if has_seasons else ""
    return f"{name_in_words(key.scenario)}{season}"


def profile_name(profile: str, tier: Tier) -> str:
    """What a profile or a mix of profiles is called; its name in words where it has no title."""
    return tier.profile_titles.get(profile) or name_in_words(profile)


def season_name(season: str, tier: Tier) -> str:
    """What a season is called; its name in words where the study gives it no title."""
    titles = {str(each["name"]): each.get("title") for each in tier.parameters.get("seasons") or []}
    return titles.get(season) or name_in_words(season)


def pillar_name(pillar: str, tier: Tier) -> str:
    """What a pillar or a service of the study is called; a service by its title, where it has one."""
    return pillar_label(pillar, {name: service.get("title") for name, service in _services(tier).items()})


def _services(tier: Tier) -> dict[str, Any]:
    """What the study file says of each service, by name and in its order; none in an older release."""
    return {str(service["name"]): service for service in tier.parameters.get("services") or []}


def served_pillars(tier: Tier) -> tuple[str, ...]:
    """The pillars and services that a centre serves in some world, in the order in which they are shown."""
    named = [pillar for centre in tier.centres for pillar in centre.pillars]
    served = [*named, *(pillar for world in tier.effects.worlds for pillar in world.centres)]
    return order_pillars(served, tuple(_services(tier)))


def centres_of_pillar(tier: Tier, pillar: str) -> list[Centre]:
    """The centres that serve a pillar in some world."""
    serving = {centre_id for world in tier.effects.worlds for centre_id in world.centres.get(pillar, ())}
    return [centre for centre in tier.centres if pillar in centre.pillars or centre.centre_id in serving]


def centres_serving(key: RunKey, tier: Tier) -> list[Centre]:
    """The centres that serve the pillar of a run in its world; all of its pillar where the tier does not tell."""
    world = world_of(key, tier)
    centres = centres_of_pillar(tier, key.pillar)
    if world is None or not world.centres:
        return centres or list(tier.centres)  # a pillar that no centre names, as in a tier of any service
    serving = world.centres.get(key.pillar, ())
    return [centre for centre in centres if centre.centre_id in serving]
