"""Protection of survivors: what may be told of small groups, so that nobody can be found in it."""

from accessibility.protection.attacks import AttackResult, Glimpse, Target, attack_overlaps, run_attacks
from accessibility.protection.auditing import Audit, audit
from accessibility.protection.bounds import JointTable, exact_bounds, exact_bounds_joint, independent_cells, told_cells
from accessibility.protection.cube import ALL, CountTable, Dimension
from accessibility.protection.draws import subkey
from accessibility.protection.ledger import (
    Holding,
    Series,
    Told,
    design_sha256,
    hold,
    known_to,
    may_show,
    needing_joint_check,
    read_by,
    same_cells,
    spend,
    told_as_json,
    told_from_json,
)
from accessibility.protection.noise import add_noise, cells_of_a_person, epsilon_of_table, tell_noisy
from accessibility.protection.optimal import optimal_pattern
from accessibility.protection.polytope import Polytope
from accessibility.protection.protecting import InformationLost, Protected, Reason, plain_pattern, protect
from accessibility.protection.relations import told_relations
from accessibility.protection.rounding import Fixed, Rounded, round_counts, round_each
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
    "AttackResult",
    "Audience",
    "Audit",
    "CountTable",
    "Design",
    "Dimension",
    "Fixed",
    "Glimpse",
    "HiddenShare",
    "Holding",
    "InformationLost",
    "JointTable",
    "Loss",
    "Polytope",
    "Protected",
    "ProtectedTable",
    "ProtectedTables",
    "Reason",
    "Rounded",
    "Rules",
    "Series",
    "TableRun",
    "Target",
    "Told",
    "Units",
    "add_noise",
    "attack_overlaps",
    "audit",
    "cells_of_a_person",
    "design_sha256",
    "epsilon_of_table",
    "exact_bounds",
    "exact_bounds_joint",
    "hidden_shares",
    "hold",
    "independent_cells",
    "known_to",
    "losses",
    "may_show",
    "needing_joint_check",
    "optimal_pattern",
    "plain_pattern",
    "protect",
    "protection_facts",
    "read_by",
    "read_protected",
    "round_counts",
    "round_each",
    "run_attacks",
    "same_cells",
    "sentences_of",
    "silent_units",
    "spend",
    "statuses",
    "subkey",
    "table_columns",
    "table_rows",
    "tell_noisy",
    "told_as_json",
    "told_cells",
    "told_from_json",
    "told_relations",
    "wanted_margins",
    "write_protected",
]
