"""What the profiles of a study are, as values and in plain sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from accessibility.profiles import DEFAULT_PROFILE, Mix, Profile

_MANY = 4  # names of one kind that a sentence lists


def profiles_told(profiles: Iterable[Profile], mixes: Iterable[Mix]) -> dict[str, Any]:
    """The profiles and mixes of a summary, each with all that it is."""
    return {
        "profiles": [asdict(profile) for profile in profiles],
        "mixes": [{"name": mix.name, "title": mix.title, "parts": dict(mix.parts)} for mix in mixes],
    }


def profile_sentences(profiles: Sequence[Profile], mixes: Sequence[Mix], *, has_hazards: bool) -> list[str]:
    """How the people of each profile travel, where a study names profiles."""
    if [profile.name for profile in profiles] == [DEFAULT_PROFILE] and not mixes:
        return []
    said = [f"{profile.title}: {' '.join(_of_profile(profile))}" for profile in profiles]
    if len(profiles) > 1 and has_hazards:
        said.append(f"What hazards do beyond the times is told for one profile alone, the first: {profiles[0].title}.")
    titles = {profile.name: profile.title for profile in profiles}
    for mix in mixes:
        parts = ", ".join(f"{100 * share:g} % as {titles.get(name, name)}" for name, share in mix.parts.items())
        said.append(f"{mix.title}: a mix of people, {parts}. Each part keeps its own minutes; none are averaged.")
    return said


def _of_profile(profile: Profile) -> list[str]:
    said = ["they walk at the speeds of the tables."]
    if profile.walk_speed_factor != 1:
        said = [f"they walk at {profile.walk_speed_factor:g} times the speeds of the tables."]
    said.append(
        "A bus or car is taken to be usable wherever roads carry one."
        if profile.has_vehicle
        else "They have no vehicle, and take ferries as foot passengers."
    )
    if profile.has_vehicle and profile.boarding_wait_minutes is not None:
        said.append(f"They wait {profile.boarding_wait_minutes:g} minutes for it.")
    if profile.walk_limit_m is not None:
        said.append(f"They go no farther than they walk {profile.walk_limit_m:,.0f} m on a path, one way.")
    if not profile.crosses_land:
        steep = profile.slope_limit_percent
        said.append("Off the roads they go from home straight to the nearest road, and no other way.")
        said += [] if steep is None else [f"There is none if that is steeper than {steep:g} %; roads are open."]
    elif profile.slope_limit_percent is not None:
        said.append(f"Off the roads they take no step steeper than {profile.slope_limit_percent:g} %; roads are open.")
    for key, values in profile.closed_on_foot.items():
        more = f" and {len(values) - _MANY} more" if len(values) > _MANY else ""
        said.append(f"They do not go along roads with {key} {', '.join(values[:_MANY])}{more}.")
    if profile.companions:
        said.append(f"{profile.companions} come along with each.")
    return said
