"""The study file: what a user writes in TOML, checked key by key.

Pydantic stands only here and at HTTP. Every fault of the file is told at once; an unknown key is
an error that names the nearest known one.
"""

from __future__ import annotations

import copy
import datetime as dt
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, PrivateAttr, ValidationError, model_validator

from accessibility.study_file.calibration import CalibrationTable
from accessibility.study_file.candidates import CandidatesTable
from accessibility.study_file.capacity import CapacityTable
from accessibility.study_file.demand import DemandTable
from accessibility.study_file.faults import tell_problems
from accessibility.study_file.ground import AreasTable, GridTable, LandTable, RoadsTable
from accessibility.study_file.hazards import HazardsTable
from accessibility.study_file.outreach import OutreachTable
from accessibility.study_file.places import PlacesTable
from accessibility.study_file.plans import PlanTable
from accessibility.study_file.priority import PriorityTable
from accessibility.study_file.profiles import ProfileTable
from accessibility.study_file.reasons import ReasonsTable
from accessibility.study_file.referral import ReferralTable
from accessibility.study_file.scenarios import ClearanceTable, ComparisonTable, ScenarioTable, SeasonTable
from accessibility.study_file.services import DirectoryColumns, ServiceTable
from accessibility.study_file.tables import NotNegative, Positive, Sourced, Table
from accessibility.study_file.uncertainty import UncertaintyTable
from accessibility.study_file.visits import VisitsTable
from geo.errors import MissingFileError
from geo.faults import Faults

_PLACES_ENDINGS = {".csv", ".xlsx", ".gpkg", ".geojson", ".shp", ".fgb"}


class StudyTable(Table):
    """``[study]``: name, ISO 3166-1 alpha-3 country, and the day on which the world is looked at."""

    name: str = Field(min_length=1)
    country: str = Field(pattern="^[A-Z]{3}$")
    as_of: dt.date


class CentresTable(Sourced):
    """``[centres]``: where care is given. ``pillars`` holds for all, or ``pillar`` is a column."""

    path: Path
    layer: str | None = None
    id: str | None = None
    name: str | None = None
    pillar: str | None = None
    pillars: tuple[str, ...] | None = None
    level: str | None = None
    sensitive: str | None = None
    columns: DirectoryColumns = DirectoryColumns()

    @model_validator(mode="after")
    def _has_one_way_to_pillars(self) -> Self:
        if self.pillar is not None and self.pillars is not None:
            raise ValueError("pillar (a column) and pillars (one list for all) are both given; remove one of them")
        return self


class PopulationTable(Sourced):
    """``[population]``: people by cell, by km2, or at points."""

    path: Path | None = None
    units: Literal["people_per_cell", "people_per_km2"] | None = None
    points: Path | None = None
    people: str | None = None
    year: int = Field(ge=1900, le=2100)

    @model_validator(mode="after")
    def _is_raster_or_points(self) -> Self:
        if (self.path is None) == (self.points is None):
            raise ValueError(
                "the people are not given in exactly one way; write path (a raster) or points (a table of places)"
            )
        if self.path is not None and self.path.suffix.lower() in _PLACES_ENDINGS:
            raise ValueError(f"{self.path} holds places, not cells; write points = and people = instead of path =")
        if self.path is not None and self.units is None:
            raise ValueError(
                'units is missing; write units = "people_per_cell" or "people_per_km2", it is never guessed'
            )
        if self.points is not None and self.people is None:
            raise ValueError("people is missing; name the column of points that holds the number of people")
        return self


class TravelTable(Table):
    """``[travel]``: the rules of the search and the bands that answers are given in, inclusive."""

    directions: tuple[Literal["to", "from"], ...] = Field(default=("to",), min_length=1)
    neighbours: Literal[8, 16, 32] = 16
    corner_crossing: Literal["forbid", "allow"] = "forbid"
    boarding_wait_minutes: NotNegative = 0.0
    limit_minutes: Positive | None = None
    bands_minutes: tuple[Positive, ...] = Field(default=(30.0, 60.0, 120.0, 240.0), min_length=1)

    @model_validator(mode="after")
    def _bands_rise(self) -> Self:
        if list(self.bands_minutes) != sorted(set(self.bands_minutes)):
            raise ValueError(
                "bands_minutes do not rise; make each greater than the one before, as in [30, 60, 120, 240]"
            )
        if len(set(self.directions)) != len(self.directions):
            raise ValueError("directions names one twice; name each once")
        return self


class GapsTable(Table):
    """``[gaps]``: from when on, and from how many people on, a region counts as underserved."""

    threshold_minutes: Positive = 120.0
    min_people: NotNegative = 500.0


class SurvivorsTable(Table):
    """``[survivors]``: folders of protected tables, as nearcare-custody writes them; never a file of records."""

    tables: tuple[Path, ...] = Field(min_length=1)


class ReleaseTable(Table):
    """``[release]``: for whom the release is written."""

    tiers: tuple[Literal["public", "partner", "analyst"], ...] = Field(default=("public",), min_length=1)


class StudyFile(Table):
    """A whole study file. Its paths are relative to the folder that it lies in."""

    _file: Path = PrivateAttr(default=Path("study.toml"))
    _lost: frozenset[str] = PrivateAttr(default=frozenset())
    study: StudyTable
    grid: GridTable
    land: LandTable
    centres: CentresTable
    services: tuple[ServiceTable, ...] = ()
    population: PopulationTable
    areas: AreasTable | None = None
    places: PlacesTable | None = None
    roads: RoadsTable | None = None
    hazards: HazardsTable | None = None
    demand: DemandTable | None = None
    travel: TravelTable = TravelTable()
    gaps: GapsTable = GapsTable()
    clearance: ClearanceTable = ClearanceTable()
    profiles: tuple[ProfileTable, ...] = ()
    seasons: tuple[SeasonTable, ...] = ()
    scenarios: tuple[ScenarioTable, ...] = ()
    comparisons: tuple[ComparisonTable, ...] = ()
    visits: VisitsTable = VisitsTable()
    capacity: CapacityTable | None = None
    uncertainty: UncertaintyTable | None = None
    reasons: ReasonsTable | None = None
    priority: PriorityTable = PriorityTable()
    calibration: CalibrationTable | None = None
    referral: ReferralTable | None = None
    candidates: CandidatesTable | None = None
    plans: tuple[PlanTable, ...] = ()
    outreach: OutreachTable | None = None
    survivors: SurvivorsTable | None = None
    release: ReleaseTable = ReleaseTable()

    @property
    def folder(self) -> Path:
        """Where the study file lies."""
        return self._file.parent

    @property
    def file_name(self) -> str:
        """What the study file is called, as its faults name it."""
        return self._file.name

    @property
    def lost(self) -> frozenset[str]:
        """The tables that had a fault and are left out, so that nothing can be said of what names them."""
        return self._lost

    def be_without(self, tables: Iterable[str]) -> None:
        """Say which tables were left out."""
        self._lost = self._lost | frozenset(tables)

    def be_located_at(self, path: Path) -> None:
        """Say where the study file is."""
        self._file = path

    def located(self, path: Path) -> Path:
        """The path as seen from here."""
        return self.folder / path

    def files(self) -> list[tuple[str, Path]]:
        """Every file that the study names, with the key that names it, as written."""
        named: list[tuple[str, Path | None]] = [("[grid] like", self.grid.like)]
        if self.areas is not None:
            named.append(("[areas] path", self.areas.path))
        if self.places is not None:
            named.append(("[places] path", self.places.path))
        named += [("[land] land_cover", self.land.land_cover), ("[land] friction", self.land.friction)]
        named += [
            (f"[land] cover_fractions {cover}", path) for cover, path in (self.land.cover_fractions or {}).items()
        ]
        if self.land.speeds is not None and Path(self.land.speeds).suffix:
            named.append(("[land] speeds", Path(self.land.speeds)))
        named += [("[land] elevation", path) for path in self.land.elevation]
        named += [("[land] barriers", path) for path in self.land.barriers]
        if self.roads is not None:
            named.append(("[roads] path", self.roads.path))
            if Path(self.roads.speeds).suffix:
                named.append(("[roads] speeds", Path(self.roads.speeds)))
        if self.hazards is not None:
            named += [("[hazards] path", self.hazards.path), ("[hazards] in_use", self.hazards.in_use)]
            named += [("[hazards] turning_points", self.hazards.turning_points)]
            named += [("[hazards] released_layers", path) for path in self.hazards.released_layers]
        named += [(f"[[profiles]] {profile.name} based_on", profile.file) for profile in self.profiles]
        for season in self.seasons:
            if season.road_speeds is not None and Path(season.road_speeds).suffix:
                named.append((f"[[seasons]] {season.name} road_speeds", Path(season.road_speeds)))
            named += [(f"[[seasons]] {season.name} barriers", path) for path in season.barriers]
        for scenario in self.scenarios:
            key = f"[[scenarios]] {scenario.name}"
            named += [(f"{key} added_hazards", scenario.added_hazards), (f"{key} closures", scenario.closures)]
            named += [(f"{key} added_centres", scenario.added_centres)]
            named += [(f"{key} barriers", path) for path in scenario.barriers]
        named += [("[centres] path", self.centres.path)]
        named += [] if self.candidates is None else [("[candidates] path", self.candidates.path)]
        named += [("[population] path", self.population.path), ("[population] points", self.population.points)]
        named += self.demand.files(self.folder) if self.demand is not None else []
        named += [("[calibration] reported", self.calibration.reported)] if self.calibration is not None else []
        return [(key, path) for key, path in named if path is not None]


def read_study_file(path: Path, *, faults: Faults) -> StudyFile | None:
    """The study in a TOML file, every fault told; None if so little of it is sound that nothing else can be checked.

    With a fault among ``faults`` the study stands in for the one meant, without what is wrong in it:
    its other files can be checked, but it must not be run. Raises MissingFileError if there is no such file.
    """
    if not path.is_file():
        raise MissingFileError(f"{path}: there is no such study file; give the path of a .toml file")
    where = path.name
    try:
        content = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        line = problem.object[: problem.start].count(b"\n") + 1
        faults.error(where=where, which=f"line {line}", what="the file is not UTF-8 text", do="Save it as UTF-8")
        return None
    except tomllib.TOMLDecodeError as problem:
        do = "Correct the line that it names; in a path write / instead of \\"
        faults.error(where=where, which="", what=f"the file is not valid TOML: {problem}", do=do)
        return None
    try:
        study = StudyFile.model_validate(content)
    except ValidationError as problems:
        tell_problems(problems, StudyFile, where=where, faults=faults)
        rest = _without_faults(content, problems)
        if rest is None:
            return None
        study = rest
    study.be_located_at(path)
    return study


def _without_faults(content: dict[str, Any], problems: ValidationError) -> StudyFile | None:
    """The study without its unknown keys and its faulty tables; None if a table with files to read is among those."""
    rest, lost = copy.deepcopy(content), set[str]()
    while True:
        before = copy.deepcopy(rest)
        # unknown keys first: afterwards the whole table may be out for another fault of it
        for problem in sorted(problems.errors(), key=lambda each: each["type"] != "extra_forbidden"):
            path = problem["loc"]
            if not path:
                return None
            if problem["type"] == "extra_forbidden":
                table: Any = rest
                for name in path[:-1]:
                    table = table[name]
                table.pop(path[-1], None)
            elif path[0] == "study":
                rest["study"] = {"name": "unnamed", "country": "ZZZ", "as_of": dt.date.min}
            else:
                rest.pop(str(path[0]), None)
                lost.add(str(path[0]))
        try:
            study = StudyFile.model_validate(rest)
        except ValidationError as further:  # what an unknown key was to say may be all that a table had
            if rest == before:
                return None
            problems = further
        else:
            study.be_without(lost)
            return study
