"""Protection of survivors: what may be told of small groups, so that nobody can be found in it."""

from accessibility.protection.audit import Audit, audit
from accessibility.protection.bounds import (
    JointTable,
    Told,
    exact_bounds,
    exact_bounds_joint,
    independent_cells,
    told_cells,
)
from accessibility.protection.cube import ALL, CountTable, Dimension
from accessibility.protection.optimal import optimal_pattern
from accessibility.protection.polytope import Polytope
from accessibility.protection.protect import InformationLost, Protected, Reason, plain_pattern, protect
from accessibility.protection.rules import Rules
from accessibility.protection.units import Units

__all__ = [
    "ALL",
    "Audit",
    "CountTable",
    "Dimension",
    "InformationLost",
    "JointTable",
    "Polytope",
    "Protected",
    "Reason",
    "Rules",
    "Told",
    "Units",
    "audit",
    "exact_bounds",
    "exact_bounds_joint",
    "independent_cells",
    "optimal_pattern",
    "plain_pattern",
    "protect",
    "told_cells",
]
