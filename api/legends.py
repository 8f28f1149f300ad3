"""Legends and sources as answers tell them: of published tiles and of those of what-ifs alike."""

from __future__ import annotations

from html import escape
from typing import Annotated

from pydantic import BaseModel, Field

from api.releases import ServedTier
from maps.tiles import Legend, sources_of


class LegendClass(BaseModel):
    """One class; ``stripe`` is the second colour of a striped one, None of a plain one. Stripes rise to the right."""

    code: int
    slug: str
    label: str
    colour: Annotated[str, Field(examples=["#fde725"])]
    stripe: str | None
    falls: Annotated[bool, Field(description="Whether its stripes fall to the right.")]
    is_clear: Annotated[bool, Field(description="Whether nothing but its stripes is drawn, over what lies below.")]


class LegendAnswer(BaseModel):
    """What the colours of a layer mean."""

    layer: str
    title: str
    unit: Annotated[str | None, Field(description="The unit of the numbers in the labels; null where there are none.")]
    classes: list[LegendClass]
    steps_minutes: Annotated[
        list[float] | None,
        Field(description="Of the layer steps: the code k is up to the k-th of these and over the one before."),
    ]
    sources: list[str]
    as_of: Annotated[str | None, Field(description="The day that the release looks at.", examples=["2026-01-01"])]
    note: str
    warning: str


def told_legend(legend: Legend) -> LegendAnswer:
    """A legend as it is told."""
    return LegendAnswer(
        layer=legend.layer,
        title=legend.title,
        unit=legend.unit,
        classes=[
            LegendClass(**{name: getattr(each, name) for name in LegendClass.model_fields}) for each in legend.classes
        ],
        steps_minutes=None if legend.steps_minutes is None else list(legend.steps_minutes),
        sources=list(legend.sources),
        as_of=legend.as_of,
        note=legend.note,
        warning=legend.warning,
    )


def attribution(tier: ServedTier) -> str:
    """Sources and licences as HTML text; they come from the study, so nothing in them is markup."""
    return escape("; ".join(sources_of(tier.manifest)))
