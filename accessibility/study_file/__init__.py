"""The study file: what a user writes in TOML, table by table, checked key by key."""

from accessibility.run_dimensions import BASE_SCENARIO
from accessibility.study_file.calibration import OWN_TIMES, CalibrationTable, FactorTable, ReportedColumns
from accessibility.study_file.candidates import (
    CandidateColumns,
    CandidatesTable,
    OfferTable,
    SpacedTable,
    TownTable,
    UpgradeTable,
)
from accessibility.study_file.capacity import CapacityTable
from accessibility.study_file.demand import DemandTable
from accessibility.study_file.faults import did_you_mean, known_keys
from accessibility.study_file.ground import GridTable, RoadsTable
from accessibility.study_file.hazards import HazardsTable
from accessibility.study_file.outreach import OutreachTable
from accessibility.study_file.places import PlacesTable
from accessibility.study_file.plans import FloorTable, PlanTable
from accessibility.study_file.priority import DEFAULT_WEIGHTS, PRIORITY_PARTS, PriorityTable
from accessibility.study_file.profiles import ProfileTable
from accessibility.study_file.reasons import FACTOR_SLUGS, ReasonsTable
from accessibility.study_file.referral import ReferralTable
from accessibility.study_file.scenarios import (
    ALL_YEAR,
    ClearanceTable,
    ComparisonTable,
    RunChoice,
    ScenarioTable,
    SeasonTable,
    comparison_name,
)
from accessibility.study_file.services import DirectoryColumns, ServiceTable
from accessibility.study_file.tables import Sourced, Table
from accessibility.study_file.uncertainty import RangeTable, UncertaintyTable
from accessibility.study_file.whole import CentresTable, StudyFile, SurvivorsTable, read_study_file

__all__ = [
    "ALL_YEAR",
    "BASE_SCENARIO",
    "DEFAULT_WEIGHTS",
    "FACTOR_SLUGS",
    "OWN_TIMES",
    "PRIORITY_PARTS",
    "CalibrationTable",
    "CandidateColumns",
    "CandidatesTable",
    "CapacityTable",
    "CentresTable",
    "ClearanceTable",
    "ComparisonTable",
    "DemandTable",
    "DirectoryColumns",
    "FactorTable",
    "FloorTable",
    "GridTable",
    "HazardsTable",
    "OfferTable",
    "OutreachTable",
    "PlacesTable",
    "PlanTable",
    "PriorityTable",
    "ProfileTable",
    "RangeTable",
    "ReasonsTable",
    "ReferralTable",
    "ReportedColumns",
    "RoadsTable",
    "RunChoice",
    "ScenarioTable",
    "SeasonTable",
    "ServiceTable",
    "Sourced",
    "SpacedTable",
    "StudyFile",
    "SurvivorsTable",
    "Table",
    "TownTable",
    "UncertaintyTable",
    "UpgradeTable",
    "comparison_name",
    "did_you_mean",
    "known_keys",
    "read_study_file",
]
