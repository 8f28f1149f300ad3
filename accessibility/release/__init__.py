"""The release: what a study leaves on disk, and the manifest that says what was run."""

from accessibility.release.content import TierContent
from accessibility.release.files import MANIFEST, new_release, write_ground, write_json, write_tier
from accessibility.release.ground_hash import ground_sha256
from accessibility.release.manifest import KEPT_BACK, STUDY_ROLE, describe_inputs, write_manifest_values
from accessibility.release.need_files import write_need
from accessibility.release.need_tables import NeedTables, checked_need, write_need_tables
from accessibility.release.plan_columns import PLAN_TABLES
from accessibility.release.plan_tables import PlanTables, checked_plans, write_plans
from accessibility.release.spreadsheet_texts import neutral_frame, neutral_text
from accessibility.release.stages import Stages
from accessibility.release.why_tables import WhyTables, checked_why, write_why_tables

__all__ = [
    "KEPT_BACK",
    "MANIFEST",
    "PLAN_TABLES",
    "STUDY_ROLE",
    "NeedTables",
    "PlanTables",
    "Stages",
    "TierContent",
    "WhyTables",
    "checked_need",
    "checked_plans",
    "checked_why",
    "describe_inputs",
    "ground_sha256",
    "neutral_frame",
    "neutral_text",
    "new_release",
    "write_ground",
    "write_json",
    "write_manifest_values",
    "write_need",
    "write_need_tables",
    "write_plans",
    "write_tier",
    "write_why_tables",
]
