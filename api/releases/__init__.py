"""Releases as they are served: the folder, its releases, and the tier of one that a caller may see."""

from api.releases.asking import CatalogueHere, TierHere, tier_of
from api.releases.catalogue import Catalogue, Refusal, refusal_of
from api.releases.tiers import ServedRelease, ServedRun, ServedTier

__all__ = [
    "Catalogue",
    "CatalogueHere",
    "Refusal",
    "ServedRelease",
    "ServedRun",
    "ServedTier",
    "TierHere",
    "refusal_of",
    "tier_of",
]
