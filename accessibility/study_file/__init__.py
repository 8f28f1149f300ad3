"""The study file: what a user writes in TOML, table by table, checked key by key."""

from accessibility.study_file.capacity import CapacityTable
from accessibility.study_file.demand import DemandTable
from accessibility.study_file.faults import did_you_mean, known_keys
from accessibility.study_file.ground import GridTable
from accessibility.study_file.hazards import HazardsTable
from accessibility.study_file.priority import DEFAULT_WEIGHTS, PRIORITY_PARTS, PriorityTable
from accessibility.study_file.profiles import ProfileTable
from accessibility.study_file.scenarios import (
    ALL_YEAR,
    BASE_SCENARIO,
    ClearanceTable,
    ComparisonTable,
    RunChoice,
    ScenarioTable,
    SeasonTable,
    comparison_name,
)
from accessibility.study_file.services import DirectoryColumns, ServiceTable
from accessibility.study_file.tables import Sourced, Table
from accessibility.study_file.whole import CentresTable, StudyFile, SurvivorsTable, read_study_file

__all__ = [
    "ALL_YEAR",
    "BASE_SCENARIO",
    "DEFAULT_WEIGHTS",
    "PRIORITY_PARTS",
    "CapacityTable",
    "CentresTable",
    "ClearanceTable",
    "ComparisonTable",
    "DemandTable",
    "DirectoryColumns",
    "GridTable",
    "HazardsTable",
    "PriorityTable",
    "ProfileTable",
    "RunChoice",
    "ScenarioTable",
    "SeasonTable",
    "ServiceTable",
    "Sourced",
    "StudyFile",
    "SurvivorsTable",
    "Table",
    "comparison_name",
    "did_you_mean",
    "known_keys",
    "read_study_file",
]
