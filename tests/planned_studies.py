"""Small studies with candidates and plans."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from small_study import SmallStudy

CANDIDATES: Final = (
    "id,name,lon,lat,pillars,cost,cost_per_year,capacity_per_year\n"
    "far-west,Far West,30.0125,9.9825,physical_rehab,100,10,300\n"
    "middle,Middle,30.0525,9.9475,physical_rehab,80,10,\n"
    "south-east,South East,30.0925,9.9125,physical_rehab,60,10,50\n"
    "far-north,Far North,30.0475,9.9875,psychosocial,40,10,\n"
)
PLAN: Final[dict[str, Any]] = {"name": "two", "sites": 2, "pillars": ["physical_rehab"], "within_minutes": 40.0}


def planned_study(folder: Path, *plans: dict[str, Any], candidates: str = CANDIDATES, **tables: Any) -> SmallStudy:
    """A small study of walkers with a list of candidates, and these plans."""
    folder.mkdir(exist_ok=True)
    study = SmallStudy(folder)
    study.roads = [{"highway": "track"}]
    study.text("candidates.csv", candidates)
    study.tables["candidates"] = {"path": "candidates.csv", "years": 5.0, "within_minutes": 240.0}
    study.tables["plans"] = list(plans or (PLAN,))
    study.tables["profiles"] = [{"name": "walk"}]
    study.tables["gaps"] = {"threshold_minutes": 60.0, "min_people": 50}
    study.tables |= tables
    return study
