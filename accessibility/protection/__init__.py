"""Protection of survivors: what may be told of small groups, so that nobody can be found in it."""

from accessibility.protection.cube import ALL, CountTable, Dimension
from accessibility.protection.polytope import Polytope
from accessibility.protection.rules import Rules
from accessibility.protection.units import Units

__all__ = [
    "ALL",
    "CountTable",
    "Dimension",
    "Polytope",
    "Rules",
    "Units",
]
