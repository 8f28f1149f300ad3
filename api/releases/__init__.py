"""Releases as they are served: the folder, its releases, and the tier of one that a caller may see."""

from api.releases.asking import CatalogueHere, TierHere
from api.releases.catalogue import Catalogue, ServedRelease, ServedTier

__all__ = ["Catalogue", "CatalogueHere", "ServedRelease", "ServedTier", "TierHere"]
