"""Protection of survivors: what may be told of small groups, so that nobody can be found in it."""

from accessibility.protection.cube import ALL, CountTable, Dimension
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
    "CountTable",
    "Design",
    "Dimension",
    "HiddenShare",
    "Loss",
    "Polytope",
    "ProtectedTable",
    "ProtectedTables",
    "Rules",
    "TableRun",
    "Units",
    "hidden_shares",
    "losses",
    "protection_facts",
    "read_protected",
    "sentences_of",
    "silent_units",
    "statuses",
    "table_columns",
    "table_rows",
    "wanted_margins",
    "write_protected",
]
