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
from accessibility.protection.rules import LEAST_K, Audience, Rules
from accessibility.protection.table_document import protection_facts
from accessibility.protection.table_folder import read_protected, table_columns, table_rows, write_protected
from accessibility.protection.table_sentences import HiddenShare, hidden_shares, sentences_of, silent_units
from accessibility.protection.table_values import (
    HELD,
    IMPOSSIBLE,
    NOT_WANTED,
    SHOWN,
    STATUS_WORDS,
    SUPPRESSED,
    Design,
    Loss,
    ProtectedTable,
    ProtectedTables,
    TableRun,
    losses,
    statuses,
    wanted_margins,
)
from accessibility.protection.units import Units

__all__ = [
    "ALL",
    "HELD",
    "IMPOSSIBLE",
    "LEAST_K",
    "NOT_WANTED",
    "SHOWN",
    "STATUS_WORDS",
    "SUPPRESSED",
    "Audience",
    "Audit",
    "CountTable",
    "Design",
    "Dimension",
    "HiddenShare",
    "JointTable",
    "Loss",
    "Polytope",
    "ProtectedTable",
    "ProtectedTables",
    "Rules",
    "TableRun",
    "Told",
    "Units",
    "audit",
    "exact_bounds",
    "exact_bounds_joint",
    "hidden_shares",
    "independent_cells",
    "losses",
    "optimal_pattern",
    "protection_facts",
    "read_protected",
    "sentences_of",
    "silent_units",
    "statuses",
    "table_columns",
    "table_rows",
    "told_cells",
    "wanted_margins",
    "write_protected",
]
