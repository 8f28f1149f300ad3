"""Attacks on what is about to be told of survivors: what an outsider could work out, tried before it is written."""

from accessibility.protection.attacks.differences import narrow
from accessibility.protection.attacks.outsider import (
    Outsider,
    knows_who_moved,
    reads_between,
    reads_counts,
    reads_rounded,
)
from accessibility.protection.attacks.overlaps import attack_overlaps
from accessibility.protection.attacks.programs import Solved, ranges, solve_margins
from accessibility.protection.attacks.releases import Glimpse, changes_proven, moved_visibly
from accessibility.protection.attacks.results import AttackResult
from accessibility.protection.attacks.suite import Target, run_attacks

__all__ = [
    "AttackResult",
    "Glimpse",
    "Outsider",
    "Solved",
    "Target",
    "attack_overlaps",
    "changes_proven",
    "knows_who_moved",
    "moved_visibly",
    "narrow",
    "ranges",
    "reads_between",
    "reads_counts",
    "reads_rounded",
    "run_attacks",
    "solve_margins",
]
