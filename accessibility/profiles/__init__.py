"""Travel profiles: who travels and how, by tables with a source on every number, and what it changes of the ground."""

from accessibility.profiles.ground import land_for, limit_minutes_of, network_for, path_kmh, roads_for
from accessibility.profiles.parameters import PARAMETERS
from accessibility.profiles.tables import (
    CERTAINTY,
    ProfileTableValues,
    check_shares,
    read_profile_table,
    shipped_profiles,
    tell_unknown_profile,
)
from accessibility.profiles.values import DEFAULT_PROFILE, Mix, Profile, default_profile

__all__ = [
    "CERTAINTY",
    "DEFAULT_PROFILE",
    "PARAMETERS",
    "Mix",
    "Profile",
    "ProfileTableValues",
    "check_shares",
    "default_profile",
    "land_for",
    "limit_minutes_of",
    "network_for",
    "path_kmh",
    "read_profile_table",
    "roads_for",
    "shipped_profiles",
    "tell_unknown_profile",
]
