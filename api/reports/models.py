"""The documents of this wing as JSON: every figure with its unit, its denominator, its day and its range."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.links import Link

CellValue = float | str | bool | None
_Absence = Annotated[
    str | None, Field(description="Why there is no value: no way, not known, or nobody is there.", examples=["no way"])
]


class Told(BaseModel):
    """A document, or a part of one; nothing but its fields is in it."""

    model_config = ConfigDict(extra="forbid")


class RunTold(Told):
    """A run: its id and its dimensions, as the tables of the release name them."""

    id: Annotated[str, Field(examples=["physical-rehab.default.base.all-year.to.hazards"])]
    label: Annotated[str, Field(examples=["Physical rehabilitation, hazards as recorded"])]
    pillar: str
    profile: str
    scenario: str
    season: str
    direction: Literal["to", "from"]
    hazards: Literal["hazards", "no-hazards"]


class PlaceTold(Told):
    """An area of the study, those outside all areas, or the whole."""

    kind: Literal["all", "area", "outside"]
    id: Annotated[str, Field(examples=["A-2"])]
    name: Annotated[str, Field(examples=["North slopes"])]


class FigureTold(Told):
    """One figure of one group of people."""

    measure: Annotated[str, Field(examples=["population_within_60_min"])]
    label: Annotated[str, Field(examples=["Within 1 hour"])]
    group: Annotated[str, Field(examples=["everyone"])]
    group_label: str
    group_kind: str
    value: float | None
    absence: _Absence = None
    unit: Annotated[str, Field(examples=["people"])]
    denominator: Annotated[float | None, Field(description="How many people it is of; null where it is of none.")]
    denominator_of: Annotated[str, Field(examples=["the people of the place"])]
    as_of: Annotated[str, Field(examples=["2026-01-01"])]
    low: Annotated[float | None, Field(description="The lower end of the range; null where there is none or no way.")]
    high: Annotated[float | None, Field(description="The upper end of the range; null where there is none or no way.")]
    draws_between: Annotated[float | None, Field(description="The part of the draws between them.", examples=[0.8])]
    range_in_words: Annotated[str, Field(examples=["30,000 to 32,000", "none given"])]


class ColumnTold(Told):
    """A column of a part: its unit, and what its figures are of."""

    name: Annotated[str, Field(examples=["people_in_need"])]
    label: str
    unit: str
    denominator_of: str
    denominator_column: str | None


class RowTold(Told):
    """A row of a part; a cell without a number is null, and ``absent`` says why."""

    cells: dict[str, CellValue]
    absent: dict[str, str] = {}


class PartTold(Told):
    """A part of the report: what is told, or that it was not asked, or is not shown to this tier."""

    key: Annotated[str, Field(examples=["regions"])]
    title: str
    status: Literal["told", "none", "not asked", "not shown"]
    sentences: list[str]
    as_of: str
    columns: list[ColumnTold]
    rows: list[RowTold]


class SourceTold(Told):
    """An input of the study; null where the study does not say."""

    role: str
    file: str
    source: str | None
    licence: str | None
    date: str | None


class GapReportTold(Told):
    """The gap report of one place in one run."""

    title: str
    release: str
    version: str
    tier: str
    study: str
    country: str
    as_of: str
    population_year: int | None
    made_with: str
    run: RunTold
    place: PlaceTold
    threshold_minutes: float
    bands_minutes: list[float]
    summary: list[str]
    ranges: Annotated[str, Field(description="What the ranges hold, or why there are none.")]
    figures: list[FigureTold]
    parts: list[PartTold]
    sources: list[SourceTold]
    source_sentence: str
    method: list[str]
    disclaimers: list[str]
    links: list[Link]


class CellTold(Told):
    """The cell that an answer is for: its middle, and its size on the ground."""

    lon: float
    lat: float
    width_m: float
    height_m: float


class CentreTold(Told):
    """The nearest centre, the minutes of the way, one way, and where it stands; null where the tier does not tell."""

    id: str
    name: str
    minutes: float | None
    lon: float | None
    lat: float | None


class RegionTold(Told):
    """An underserved region, with what the tier may say of it; null is not asked or not known."""

    id: str
    name: str
    people: float | None
    main_factor: str | None
    main_factor_key: Annotated[
        str | None, Field(description="The main reason as a word that stays.", examples=["no-road"])
    ]
    reasons_sentence: str | None
    change_sentence: str | None
    share_underserved: Annotated[float | None, Field(description="Of the draws, those in which it is underserved.")]


class AreaTold(Told):
    """An area of the study, and the middle of its people's minutes with the range of the draws."""

    id: str
    name: str
    median_minutes: float | None
    median_minutes_low: float | None
    median_minutes_high: float | None


class PointTold(Told):
    """What a run says of the cell that holds a place. No way is drawn, and none may be travelled by this answer."""

    release: str
    version: str
    tier: str
    run: RunTold
    as_of: str
    lon: float
    lat: float
    status: Literal[
        "outside", "reached", "no-way", "inside-hazard", "barrier", "no-land-data", "beyond-limit", "not-known"
    ]
    sentence: str
    minutes: Annotated[float | None, Field(description="One way; null unless the status is reached.")]
    threshold_minutes: float
    cell: CellTold | None
    cell_sentence: Annotated[str, Field(examples=["The answer is for a cell of about 164 m by 232 m."])]
    nearest_centre: CentreTold | None
    area: AreaTold | None
    region: RegionTold | None
    underserved_share: Annotated[
        float | None, Field(description="The part of the draws in which the cell is beyond the threshold.")
    ]
    could_change: Annotated[
        bool | None, Field(description="Whether a centre or road beyond the study's edge could give a shorter way.")
    ]
    is_inside_recorded_hazard: Annotated[
        bool | None, Field(description="Null where the tier shows no hazards; false does not mean safe.")
    ]
    disclaimers: list[str]
    links: list[Link]


class ComparedRun(Told):
    """One pillar, profile and direction of a comparison: the two runs, and a row for each area."""

    id: Annotated[str, Field(examples=["bridge-closed.physical-rehab.default.to"])]
    pillar: str
    profile: str
    direction: Literal["to", "from"]
    before: str
    after: str
    sentences: list[str]
    rows: list[RowTold]
    links: list[Link]


class ComparisonListed(Told):
    """A comparison that the study names."""

    id: Annotated[str, Field(examples=["bridge-closed"])]
    title: str
    before: Annotated[str, Field(description="The scenario and season before, in words.")]
    after: Annotated[str, Field(description="The scenario and season after, in words.")]
    runs: list[str]
    links: list[Link]


class ComparisonsTold(Told):
    """The comparisons of a release."""

    release: str
    version: str
    tier: str
    comparisons: list[ComparisonListed]
    disclaimers: list[str]
    links: list[Link]


class ComparisonTold(Told):
    """One comparison, by pillar, profile and direction, and by area. Minutes are one way; people are counts."""

    id: str
    title: str
    release: str
    version: str
    tier: str
    as_of: str
    runs: list[ComparedRun]
    units: Annotated[str, Field(description="The units of the columns, which their names carry.")]
    disclaimers: list[str]
    links: list[Link]


class DifferencesTold(Told):
    """Two runs held against each other by area; what that cannot tell stands in ``cannot_be_known``."""

    release: str
    version: str
    tier: str
    as_of: str
    before: RunTold
    after: RunTold
    sentences: list[str]
    rows: list[RowTold]
    units: str
    cannot_be_known: str
    disclaimers: list[str]
    links: list[Link]
