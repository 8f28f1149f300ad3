"""The document protection.json: its exact shape, from values and back."""

from __future__ import annotations

import datetime as dt
import json
from typing import Annotated, Any, Final, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from accessibility.protection.cube import Dimension
from accessibility.protection.rules import Audience
from accessibility.protection.table_sentences import sentences_of
from accessibility.protection.table_values import Design, Method, ProtectedTables, Scope, TableRun, losses
from accessibility.protection.units import Units

FORMAT: Final = "nearcare protected tables"
FORMAT_VERSION: Final = 1

Name = Annotated[str, Field(min_length=1)]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0)]


class _Part(BaseModel):
    """A part of the document: no other key, no other type."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class UnitPart(_Part):
    """A place: its parent, its residents as a whole number, and the areas that it was put together from."""

    id: Name
    name: str
    parent_id: str | None
    people: Count | None
    merged_ids: list[Name]


class UnitsPart(_Part):
    """All places, each parent before its children."""

    kind: Name
    least_people: Count
    list: Annotated[list[UnitPart], Field(min_length=1)]


class DimensionPart(_Part):
    """What people are told apart by."""

    name: Annotated[str, Field(pattern="^[a-z][a-z_]*$")]
    categories: Annotated[list[Name], Field(min_length=1)]


class DesignPart(_Part):
    """What is counted."""

    units: UnitsPart
    dimensions: list[DimensionPart]
    shows: list[list[str]]


class AuditPart(_Part):
    """What was proven before anything was written; ``least_width`` is k: no interval is narrower."""

    cells_checked: Count
    scope: Scope
    least_width: Count


class LossPart(_Part):
    """What a margin lacks in the leaves, counted from what is told; the share of people is a whole percentage."""

    margin: list[str]
    figures: Count
    suppressed: Count
    people_percent: Annotated[int, Field(ge=0, le=100)] | None


class TablePart(_Part):
    """One table of the folder."""

    pillar: Name
    profile: Name
    scenario: Name
    season: Name
    direction: Name
    hazards: Name
    noise_epsilon: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None
    ground_sha256: Sha256
    method: Method
    audit: AuditPart
    information_lost: list[LossPart]


class Document(_Part):
    """protection.json as a whole."""

    format: Literal["nearcare protected tables"]
    format_version: Literal[1]
    tier: Audience
    k: Annotated[int, Field(ge=1)]
    rounding_base: Annotated[int, Field(ge=1)]
    as_of: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    snapshot: Annotated[str, Field(pattern="^[a-z0-9-]{1,64}$")]
    synthetic: bool
    design: DesignPart
    tables: Annotated[list[TablePart], Field(min_length=1)]
    sentences: list[str]
    counts_sha256: Sha256


def document_of(told: ProtectedTables, *, counts_sha256: str) -> Document:
    """The document of a folder, from what is told in it alone."""
    return Document(
        format=FORMAT,
        format_version=FORMAT_VERSION,
        tier=told.tier,
        k=told.k,
        rounding_base=told.rounding_base,
        as_of=told.as_of.isoformat(),
        snapshot=told.snapshot,
        synthetic=told.is_synthetic,
        design=_design_part(told.design),
        tables=[
            TablePart(
                pillar=table.run.pillar,
                profile=table.run.profile,
                scenario=table.run.scenario,
                season=table.run.season,
                direction=table.run.direction,
                hazards=table.run.hazards,
                noise_epsilon=table.noise_epsilon,
                ground_sha256=table.ground_sha256,
                method=table.method,
                audit=AuditPart(cells_checked=table.cells_checked, scope=table.audit_scope, least_width=told.k),
                information_lost=[
                    LossPart(
                        margin=list(loss.margin),
                        figures=loss.figures,
                        suppressed=loss.suppressed,
                        people_percent=None if loss.people_share is None else round(100 * loss.people_share),
                    )
                    for loss in losses(told.design, table)
                ],
            )
            for table in told.tables
        ],
        sentences=list(sentences_of(told)),
        counts_sha256=counts_sha256,
    )


def json_of(document: Document) -> bytes:
    """The bytes of the file."""
    return (json.dumps(document.model_dump(), indent=2, ensure_ascii=False) + "\n").encode()


def protection_facts(told: ProtectedTables) -> dict[str, Any]:
    """Everything of protection.json but the hash of its neighbour, for a release that carries the tables."""
    facts = document_of(told, counts_sha256="0" * 64).model_dump()
    del facts["counts_sha256"]
    return facts


def design_of(part: DesignPart) -> Design:
    """The design as values. Raises ValueError, without a name of anything in it, where it is no design."""
    units = part.units.list
    ids = [unit.id for unit in units]
    rows = {unit_id: row for row, unit_id in enumerate(ids)}
    parents = [-1 if unit.parent_id is None else rows.get(unit.parent_id, len(ids)) for unit in units]
    if len(rows) != len(ids) or parents[0] != -1 or any(not 0 <= up < row for row, up in enumerate(parents) if row):
        raise ValueError("the units are not a tree with each parent before its children")
    names = [dimension.name for dimension in part.dimensions]
    if len(set(names)) != len(names) or any(
        len(set(dimension.categories)) != len(dimension.categories) or "all" in dimension.categories
        for dimension in part.dimensions
    ):
        raise ValueError("the dimensions or their categories are not each named once")
    if any(name not in names for margin in part.shows for name in margin):
        raise ValueError("a margin names a dimension that is not there")
    return Design(
        units_kind=part.units.kind,
        units=Units(
            ids=tuple(ids),
            names=tuple(unit.name for unit in units),
            parent=np.array(parents, dtype=np.int64),
            people=np.array([np.nan if unit.people is None else unit.people for unit in units], dtype=np.float64),
            merged_ids=tuple(tuple(unit.merged_ids) for unit in units),
        ),
        dimensions=tuple(
            Dimension(name=dimension.name, categories=tuple(dimension.categories)) for dimension in part.dimensions
        ),
        shows=tuple(frozenset(margin) for margin in part.shows),
        least_people=part.units.least_people,
    )


def run_of(part: TablePart) -> TableRun:
    """The run of a table."""
    return TableRun(
        pillar=part.pillar,
        profile=part.profile,
        scenario=part.scenario,
        season=part.season,
        direction=part.direction,
        hazards=part.hazards,
    )


def day_of(text: str) -> dt.date:
    """A day in ISO 8601. Raises ValueError, without repeating it."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ValueError("as_of is not a day") from None


def _design_part(design: Design) -> DesignPart:
    units = design.units
    return DesignPart(
        units=UnitsPart(
            kind=design.units_kind,
            least_people=design.least_people,
            list=[
                UnitPart(
                    id=unit_id,
                    name=name,
                    parent_id=None if parent < 0 else units.ids[parent],
                    people=None if np.isnan(people) else round(people),
                    merged_ids=list(merged),
                )
                for unit_id, name, parent, people, merged in zip(
                    units.ids,
                    units.names,
                    units.parent.tolist(),
                    units.people.tolist(),
                    units.merged_ids,
                    strict=True,
                )
            ],
        ),
        dimensions=[
            DimensionPart(name=dimension.name, categories=list(dimension.categories)) for dimension in design.dimensions
        ],
        shows=[[one.name for one in design.dimensions if one.name in margin] for margin in design.shows],
    )
