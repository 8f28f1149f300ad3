"""Protection of survivors: what may be told of small groups, so that nobody can be found in it."""

from accessibility.protection.audit import Audit, audit
from accessibility.protection.bounds import JointTable, Told, exact_bounds, exact_bounds_joint, independent_cells, told_cells
from accessibility.protection.cube import ALL, CountTable, Dimension
from accessibility.protection.optimal import optimal_pattern
from accessibility.protection.polytope import Polytope
from accessibility.protection.rules import Audience, LEAST_K, Rules
from accessibility.protection.table_document import protection_facts
from accessibility.protection.table_folder import read_protected, table_columns, table_rows, write_protected
from accessibility.protection.table_sentences import HiddenShare, hidden_shares, sentences_of, silent_units
from accessibility.protection.table_values import Design, HELD, IMPOSSIBLE, Loss, NOT_WANTED, ProtectedTable, ProtectedTables, SHOWN, STATUS_WORDS, SUPPRESSED, TableRun, losses, statuses, wanted_margins
from accessibility.protection.units import Units

__all__ = [
    "ALL",
    "Audience",
    "Audit",
    "CountTable",
    "Design",
    "Dimension",
    "HELD",
    "HiddenShare",
    "IMPOSSIBLE",
    "JointTable",
    "LEAST_K",
    "Loss",
    "NOT_WANTED",
    "Polytope",
    "ProtectedTable",
    "ProtectedTables",
    "Rules",
    "SHOWN",
    "STATUS_WORDS",
    "SUPPRESSED",
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
